package org.abn.model.layer;

import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.memory.enums.ResetPolicy;
import org.nd4j.linalg.api.memory.enums.SpillPolicy;

/** Memory for {@link GraphWalk}s, used again by every walk of a thread. */
public final class PassWorkspaces {

  private static final WorkspaceConfiguration CONFIGURATION =
      WorkspaceConfiguration.builder()
          .overallocationLimit(0.02) // as DL4J's own; else 0.3
          .policyLearning(LearningPolicy.FIRST_LOOP)
          .policyReset(ResetPolicy.BLOCK_LEFT)
          .policySpill(SpillPolicy.REALLOCATE)
          .build();

  private PassWorkspaces() {}

  /**
   * One workspace for the activations and gradients of a walk, and one for what a vertex needs
   * while it computes.
   *
   * @param name of the first; walks inside one another need different ones
   */
  public static LayerWorkspaceMgr named(String name) {
    return named(name, name + "_SCRATCH");
  }

  /**
   * The same where the second serves several walks.
   *
   * @param scratch its name
   */
  static LayerWorkspaceMgr named(String name, String scratch) {
    return LayerWorkspaceMgr.builder()
        .with(ArrayType.INPUT, name, CONFIGURATION)
        .with(ArrayType.ACTIVATIONS, name, CONFIGURATION)
        .with(ArrayType.ACTIVATION_GRAD, name, CONFIGURATION)
        .with(ArrayType.FF_WORKING_MEM, scratch, CONFIGURATION)
        .with(ArrayType.BP_WORKING_MEM, scratch, CONFIGURATION)
        .build();
  }
}
