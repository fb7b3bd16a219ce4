package org.abn.model.explain;

import java.util.EnumSet;
import java.util.Set;
import org.abn.model.inference.GradientPass;
import org.abn.model.inference.Prediction;
import org.abn.model.layer.Convolution;
import org.abn.model.layer.GlobalAveragePooling;
import org.abn.model.layer.Linear;
import org.abn.model.parts.Branch;
import org.abn.model.parts.Model;
import org.abn.model.parts.Role;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The last feature map of a network that has one, whatever it answers. */
final class SharedLastMap implements LastStage {

  private final GradientPass pass;

  SharedLastMap(Model model) {
    String logits = model.parts().output(Branch.PERCEPTION).logits();
    pass = new GradientPass(model.graph(), last(model), logits);
  }

  private static String last(Model model) {
    return model.parts().vertex(Role.LAST_FEATURE_MAP).orElseThrow();
  }

  /** Whether the way from the last feature map to the scores is an average and linear layers. */
  static boolean isClassifiedByAverages(Model model) {
    ComputationGraphConfiguration network = model.graph().getConfiguration();
    boolean averages = false;
    String vertex = model.parts().output(Branch.PERCEPTION).logits();
    while (!vertex.equals(last(model))) {
      Object what = network.getVertices().get(vertex);
      Object layer = what instanceof LayerVertex l ? l.getLayerConf().getLayer() : what;
      if (layer instanceof GlobalAveragePooling) {
        averages = true;
      } else if (!(layer instanceof Linear || layer instanceof Convolution)) {
        return false;
      }
      vertex = network.getVertexInputs().get(vertex).get(0);
    }
    return averages;
  }

  @Override
  public Set<Role> needed() {
    return EnumSet.of(Role.LAST_FEATURE_MAP);
  }

  @Override
  public WeightedFeatures weighted(Prediction prediction, int[] targets) {
    INDArray features = prediction.featureMaps().get(Role.LAST_FEATURE_MAP);
    try (INDArray gradient = pass.run(features, scores -> oneAt(targets, scores));
        INDArray means = gradient.mean(1, 2)) {
      return WeightedFeatures.of(features, means);
    }
  }

  private static INDArray oneAt(int[] targets, INDArray scores) {
    INDArray one = Nd4j.zeros(scores.dataType(), scores.shape());
    for (int n = 0; n < targets.length; n++) {
      one.putScalar(n, targets[n], 1);
    }
    return one;
  }

  @Override
  public void close() {} // the network's parameters are its own
}
