package org.abn.model.explain;

import java.util.EnumSet;
import java.util.Set;
import org.abn.model.inference.Prediction;
import org.abn.model.kernel.Layout;
import org.abn.model.layer.BatchNormFolding;
import org.abn.model.layer.EvaluationWalk;
import org.abn.model.layer.GlobalAveragePooling;
import org.abn.model.layer.SharedPerception;
import org.abn.model.parts.Model;
import org.abn.model.parts.Role;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The last feature maps of a multi-task attention branch network, of which each task has one of its
 * own (Fukui et al. 2019, section 3.4). The score of a task is its logit for yes.
 *
 * <p>The perception branch runs again for the tasks that are asked for, since the network keeps
 * none of these maps. It ends in the mean over positions and a layer, so that the gradient at each
 * position is the layer's weight over their number.
 */
final class LastMapOfEachTask implements LastStage {

  private final Model model;
  private final String heads;
  private final ComputationGraph trunk;
  private final EvaluationWalk walk;
  private final String last;

  LastMapOfEachTask(Model model) {
    this.model = model;
    heads = model.parts().vertex(Role.CLASSIFIER).orElseThrow();
    ComputationGraphConfiguration network = model.graph().getConfiguration();
    String shared = network.getVertexInputs().get(heads).get(0);
    trunk = BatchNormFolding.of(SharedPerception.trunkOf(model.graph(), shared));
    walk = new EvaluationWalk(trunk);
    last = averaged(trunk.getConfiguration());
  }

  /** What the trunk averages in its end. */
  private static String averaged(ComputationGraphConfiguration trunk) {
    String end = trunk.getNetworkOutputs().get(0);
    if (!(trunk.getVertices().get(end) instanceof GlobalAveragePooling)) {
      throw new IllegalStateException(end + " is no global average pooling");
    }
    return trunk.getVertexInputs().get(end).get(0);
  }

  @Override
  public Set<Role> needed() {
    return EnumSet.of(Role.FEATURES);
  }

  @Override
  public WeightedFeatures weighted(Prediction prediction, int[] targets) {
    try (INDArray attended = attended(prediction, targets);
        INDArray features = channelLast(walk.run(attended, Set.of(last)).get(last));
        INDArray weights = weights(targets)) {
      return WeightedFeatures.of(features, weights.divi(features.size(1) * features.size(2)));
    }
  }

  private static INDArray channelLast(INDArray map) {
    return Layout.channelLast(map, ArrayType.ACTIVATIONS, LayerWorkspaceMgr.noWorkspaces());
  }

  /** {@code M_t g} (Eq. 4), of each image for its own task. */
  private static INDArray attended(Prediction prediction, int[] targets) {
    INDArray features = prediction.featureMaps().get(Role.FEATURES);
    INDArray maps = prediction.maps().orElseThrow();
    INDArray attended = features.dup('c');
    for (int n = 0; n < targets.length; n++) {
      INDArray map = maps.slice(n).slice(targets[n], 2); // [H, W]
      attended.slice(n).muli(map.reshape(map.size(0), map.size(1), 1));
    }
    return attended;
  }

  /** Of the logit for yes. */
  private INDArray weights(int[] targets) {
    INDArray[] rows = new INDArray[targets.length];
    for (int n = 0; n < rows.length; n++) {
      rows[n] = model.graph().getParam(heads + "_" + targets[n] + ".weight").getRow(1, true);
    }
    return Nd4j.concat(0, rows);
  }

  @Override
  public void close() {
    trunk.params().close();
  }
}
