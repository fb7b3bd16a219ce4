package org.abn.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.ndarray.INDArray;

class PrimitiveTest {

  /** ND4J begins at multiples of 32 bytes: without care every other array here would be off. */
  @Test
  @SuppressWarnings("try") // the workspace serves by being open
  void alignedBytesBeginAtACacheLine() {
    var learning = WorkspaceConfiguration.builder().policyLearning(LearningPolicy.FIRST_LOOP);
    LayerWorkspaceMgr workspaces =
        LayerWorkspaceMgr.builder()
            .with(ArrayType.BP_WORKING_MEM, "ALIGNMENT", learning.build())
            .noWorkspaceFor(ArrayType.ACTIVATIONS)
            .build();
    for (ArrayType kind : new ArrayType[] {ArrayType.BP_WORKING_MEM, ArrayType.ACTIVATIONS}) {
      try (MemoryWorkspace ignored = workspaces.notifyScopeEntered(ArrayType.BP_WORKING_MEM)) {
        for (int length = 1; length < 200; length += 7) {
          INDArray bytes = Primitive.alignedBytes(workspaces, kind, length);
          assertThat(bytes.length()).isGreaterThanOrEqualTo(length);
          assertThat(bytes.data().addressPointer().address() % 64).isZero();
        }
      }
    }
  }
}
