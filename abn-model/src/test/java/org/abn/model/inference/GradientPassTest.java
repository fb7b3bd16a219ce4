package org.abn.model.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.abn.model.ChannelLast;
import org.abn.model.ContractNetworks;
import org.abn.model.Network;
import org.abn.model.layer.GraphWalk;
import org.abn.model.layer.Pass;
import org.abn.model.parts.Branch;
import org.abn.model.parts.Model;
import org.abn.model.parts.Output;
import org.abn.model.parts.Role;
import org.assertj.core.data.Offset;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Gradients in evaluation, of every family, against central differences in DOUBLE. */
class GradientPassTest {

  /** Networks are large outside of the heap, where the collector does not see them. */
  @AfterEach
  void collect() {
    System.gc();
  }

  private static final String IMAGE = "image";
  private static final double STEP = 1e-7;

  /**
   * Of the slopes and weights that are multiplied; steps that flip a ReLU are what it allows for.
   */
  private static final double RELATIVE = 1e-5;

  /**
   * Of each output: the derivative along a random direction of all parameters; and that of the
   * feature extractor's, which move the scores through g(x) alone.
   */
  @ParameterizedTest
  @MethodSource("org.abn.model.ContractNetworks#ofEachFamily")
  void agreeWithCentralDifferences(String name) {
    Model model = ContractNetworks.trainedInDouble(name);
    INDArray images = ContractNetworks.twoImages(name);
    String features = model.parts().vertex(Role.FEATURES).orElseThrow();
    INDArray direction = direction(model.graph(), "");
    INDArray ofExtractor = direction(model.graph(), "feature_extractor/");
    Map<String, INDArray> values = evaluated(model, images);
    Map<String, INDArray> slopes = slopes(model.graph(), images, direction);
    Map<String, INDArray> slopesOfExtractor = slopes(model.graph(), images, ofExtractor);
    for (Output output : model.parts().outputs()) {
      INDArray weights = Nd4j.randn(DataType.DOUBLE, slopes.get(output.logits()).shape());

      INDArray along = slopes.get(output.logits());
      INDArray gradient = parameterGradient(model.graph(), images, output, weights);
      assertThat(dot(gradient, direction))
          .as("%s, all parameters", output.branch())
          .isCloseTo(dot(along, weights), tolerance(along, weights));

      INDArray alongExtractor = slopesOfExtractor.get(output.logits());
      INDArray atFeatures =
          new GradientPass(model.graph(), features, output.logits())
              .run(values.get(features), any -> weights.dup());
      assertThat(dot(ChannelLast.of(slopesOfExtractor.get(features)), atFeatures))
          .as("%s, the features", output.branch())
          .isCloseTo(dot(alongExtractor, weights), tolerance(alongExtractor, weights));
    }
  }

  private static Offset<Double> tolerance(INDArray slopes, INDArray weights) {
    double scale = slopes.norm2Number().doubleValue() * weights.norm2Number().doubleValue();
    assertThat(scale).isPositive();
    return within(RELATIVE * scale);
  }

  private static double dot(INDArray a, INDArray b) {
    return a.mul(b).sumNumber().doubleValue();
  }

  /** Noise where the parameters of some vertices are that descent moves, zero elsewhere. */
  private static INDArray direction(ComputationGraph network, String prefix) {
    INDArray direction = Nd4j.zeros(DataType.DOUBLE, network.params().shape());
    var twin = new ComputationGraph(network.getConfiguration().clone());
    twin.init(direction, false);
    twin.paramTable()
        .forEach(
            (key, array) -> {
              if (key.startsWith(prefix) && !key.matches(".*[_.](mean|variance)")) {
                array.assign(Nd4j.rand(DataType.DOUBLE, array.shape()).subi(0.5));
              }
            });
    assertThat(direction.amaxNumber().doubleValue()).isPositive();
    return direction.muli(network.params().norm2Number()).divi(direction.norm2Number());
  }

  /** By vertex, how fast its output changes where the parameters move in a direction. */
  private static Map<String, INDArray> slopes(
      ComputationGraph network, INDArray images, INDArray direction) {
    INDArray before = network.params().dup();
    network.params().addi(direction.mul(STEP));
    Map<String, INDArray> above = network.feedForward(images, false);
    network.params().assign(before).subi(direction.mul(STEP));
    Map<String, INDArray> below = network.feedForward(images, false);
    network.params().assign(before);
    Map<String, INDArray> slopes = new HashMap<>();
    above.forEach(
        (vertex, output) -> slopes.put(vertex, output.sub(below.get(vertex)).divi(2 * STEP)));
    return slopes;
  }

  private static INDArray parameterGradient(
      ComputationGraph network, INDArray images, Output output, INDArray weights) {
    network.initGradientsView();
    network.getFlattenedGradients().assign(0);
    var walk = new GraphWalk(network);
    LayerWorkspaceMgr heap = LayerWorkspaceMgr.noWorkspaces();
    walk.forward(images, Pass.EVALUATION_WITH_GRADIENTS, heap, (vertex, values) -> {});
    walk.backward(output.logits(), weights.dup(), IMAGE, heap);
    walk.clear();
    return network.getFlattenedGradients().reshape(network.params().shape());
  }

  /** What each vertex gives, copied. */
  private static Map<String, INDArray> evaluated(Model model, INDArray images) {
    Map<String, INDArray> values = new HashMap<>();
    model.graph().feedForward(images, false).forEach((name, map) -> values.put(name, map.dup('c')));
    return values;
  }

  @ParameterizedTest
  @ValueSource(strings = {"abn-wrn-10-1", "abn-seresnet50", "abn-multitask-resnet18"})
  void areOfTheScoresThatEvaluationGives(String name) {
    Model model = ContractNetworks.trainedInDouble(name);
    INDArray images = ContractNetworks.images(Network.named(name), DataType.DOUBLE);
    String features = model.parts().vertex(Role.FEATURES).orElseThrow();
    Output output = model.parts().output(Branch.PERCEPTION);
    Map<String, INDArray> due = evaluated(model, images);
    INDArray before = due.get(features).dup();
    INDArray[] seen = new INDArray[1];
    new GradientPass(model.graph(), features, output.logits())
        .run(
            due.get(features),
            scores -> {
              seen[0] = scores.dup().detach();
              return scores.dup();
            });
    assertThat(seen[0]).isEqualTo(due.get(output.logits()));
    assertThat(due.get(features)).as("the features").isEqualTo(before);
  }

  /** What a network that ends in global average pooling and a classifier must give. */
  @ParameterizedTest
  @ValueSource(strings = {"resnet8", "abn-resnet8", "wrn-10-2", "abn-densenet-10-4", "seresnet18"})
  void ofTheLastFeatureMapAreTheClassifiersWeights(String name) {
    Model model = ContractNetworks.trained(name);
    INDArray images = ContractNetworks.images(Network.named(name), DataType.FLOAT);
    String last = model.parts().vertex(Role.LAST_FEATURE_MAP).orElseThrow();
    String classifier = model.parts().vertex(Role.CLASSIFIER).orElseThrow();
    Output output = model.parts().output(Branch.PERCEPTION);
    INDArray features = featureMap(model, images, Role.LAST_FEATURE_MAP);
    INDArray gradient =
        new GradientPass(model.graph(), last, output.logits())
            .run(features, GradientPassTest::eachsOwnClass);
    INDArray weights = model.graph().getParam(classifier + "_weight");
    long positions = features.size(1) * features.size(2);
    for (int n = 0; n < ContractNetworks.BATCH; n++) {
      for (int c = 0; c < weights.size(1); c++) {
        double due = weights.getDouble(n, c) / positions;
        assertThat(gradient.getDouble(n, 0, 0, c)).isCloseTo(due, within(1e-6));
      }
    }
  }

  /** Class n of image n. */
  private static INDArray eachsOwnClass(INDArray scores) {
    INDArray one = Nd4j.zeros(scores.dataType(), scores.shape());
    for (int n = 0; n < scores.size(0); n++) {
      one.putScalar(n, n, 1);
    }
    return one;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "abn-resnet8",
        "abn-wrn-10-1",
        "abn-densenet-10-4",
        "abn-seresnet50",
        "abn-multitask-resnet18"
      })
  void leaveTheModelAsItWas(String name) {
    Network definition = Network.named(name);
    Model model = ContractNetworks.trained(name);
    Model other = ContractNetworks.trained(name);
    INDArray params = model.graph().params().dup();
    INDArray momentum = model.graph().getUpdater().getUpdaterStateViewArray().dup();
    Output output = model.parts().outputs().get(0);
    String features = model.parts().vertex(Role.FEATURES).orElseThrow();
    INDArray images = ContractNetworks.images(definition, DataType.FLOAT);
    new GradientPass(model.graph(), features, output.logits())
        .run(
            featureMap(model, images, Role.FEATURES),
            scores -> Nd4j.ones(DataType.FLOAT, scores.shape()));
    assertThat(model.graph().params()).isEqualTo(params);
    assertThat(model.graph().getUpdater().getUpdaterStateViewArray()).isEqualTo(momentum);

    model.graph().fit(ContractNetworks.batch(definition, DataType.FLOAT));
    other.graph().fit(ContractNetworks.batch(definition, DataType.FLOAT));
    assertThat(model.graph().params()).as("trained further").isEqualTo(other.graph().params());
  }

  @Test
  void areZeroWhereTheAnswerDoesNotDependOnTheVertex() {
    Model model = ContractNetworks.trained("abn-resnet8");
    Output output = model.parts().output(Branch.ATTENTION);
    INDArray images = ContractNetworks.images(Network.named("abn-resnet8"), DataType.FLOAT);
    INDArray last = featureMap(model, images, Role.LAST_FEATURE_MAP);
    INDArray gradient =
        new GradientPass(
                model.graph(),
                model.parts().vertex(Role.LAST_FEATURE_MAP).orElseThrow(),
                output.logits())
            .run(last, scores -> Nd4j.ones(DataType.FLOAT, scores.shape()));
    assertThat(gradient.shape()).isEqualTo(last.shape());
    assertThat(gradient.amaxNumber().doubleValue()).isZero();
  }

  @Test
  void areRefusedOfAVertexThatIsNotThereOrAnOutput() {
    Model model = ContractNetworks.model("resnet8", DataType.FLOAT);
    String logits = model.parts().output(Branch.PERCEPTION).logits();
    assertThatThrownBy(() -> new GradientPass(model.graph(), "nowhere", logits))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the network has no vertex nowhere");
    assertThatThrownBy(() -> new GradientPass(model.graph(), logits, "perception"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("perception is an output: name the vertex of its logits");
  }

  /** What evaluation gives, of the kind that callers have: channel-last, folded batch norms. */
  private static INDArray featureMap(Model model, INDArray images, Role role) {
    try (Predictor predictor = Predictor.of(model, Set.of(role));
        Prediction prediction = predictor.predict(images)) {
      return prediction.featureMaps().get(role).dup('c');
    }
  }
}
