package org.abn.model.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.abn.model.ContractNetworks;
import org.abn.model.Network;
import org.abn.model.inference.GradientPass.Result;
import org.abn.model.layer.GraphWalk;
import org.abn.model.layer.Pass;
import org.abn.model.parts.Branch;
import org.abn.model.parts.Model;
import org.abn.model.parts.Output;
import org.abn.model.parts.Role;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
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
  private static final double STEP = 1e-6;

  /** Of the derivative; steps that flip a ReLU are what it allows for. */
  private static final double RELATIVE = 1e-5;

  static Stream<Arguments> outputs() {
    return ContractNetworks.ofEachFamily().stream()
        .flatMap(
            name ->
                ContractNetworks.model(name, DataType.FLOAT).parts().outputs().stream()
                    .map(output -> Arguments.of(name, output.branch())));
  }

  /**
   * The derivative along a random direction of all parameters, and that of the features' part of
   * it: a parameter of the feature extractor moves the scores through g(x) alone.
   */
  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("outputs")
  void agreeWithCentralDifferences(String name, Branch branch) {
    Model model = ContractNetworks.trained(name, DataType.DOUBLE);
    ComputationGraph network = model.graph();
    INDArray images = ContractNetworks.images(Network.named(name), DataType.DOUBLE);
    Output output = model.parts().output(branch);
    INDArray weights = Nd4j.randn(DataType.DOUBLE, scores(network, images, output).shape());
    DoubleSupplier score =
        () -> scores(network, images, output).mul(weights).sumNumber().doubleValue();

    INDArray direction = directionOfTrained(network, "");
    double slope = slope(network, direction, score);
    INDArray gradient = parameterGradient(network, images, output, weights);
    assertThat(gradient.mul(direction).sumNumber().doubleValue())
        .as("all parameters")
        .isCloseTo(slope, within(RELATIVE * Math.abs(slope)));

    INDArray ofExtractor = directionOfTrained(network, "feature_extractor/");
    String features = model.parts().vertex(Role.FEATURES).orElseThrow();
    Result atFeatures =
        new GradientPass(model).run(images, output.logits(), any -> weights.dup(), features);
    INDArray plus = moved(network, ofExtractor, STEP, () -> at(network, images, features));
    INDArray minus = moved(network, ofExtractor, -STEP, () -> at(network, images, features));
    double through =
        plus.sub(minus).divi(2 * STEP).muli(atFeatures.gradient()).sumNumber().doubleValue();
    double slopeOfExtractor = slope(network, ofExtractor, score);
    assertThat(through)
        .as("the features")
        .isCloseTo(slopeOfExtractor, within(RELATIVE * Math.abs(slopeOfExtractor)));
    assertThat(atFeatures.values()).isEqualTo(at(network, images, features));
  }

  private static INDArray scores(ComputationGraph network, INDArray images, Output output) {
    return at(network, images, output.logits());
  }

  private static INDArray at(ComputationGraph network, INDArray images, String vertex) {
    return network.output(List.of(vertex), false, new INDArray[] {images}, null)[0];
  }

  /** Noise where the parameters of some vertices are that descent moves, zero elsewhere. */
  private static INDArray directionOfTrained(ComputationGraph network, String prefix) {
    INDArray direction = Nd4j.zeros(DataType.DOUBLE, network.params().shape());
    var twin = new ComputationGraph(network.getConfiguration().clone());
    twin.init(direction, false);
    twin.paramTable()
        .forEach(
            (key, array) -> {
              if (key.startsWith(prefix) && !key.matches(".*[_.](mean|variance)")) {
                array.assign(Nd4j.randn(DataType.DOUBLE, array.shape()));
              }
            });
    assertThat(direction.amaxNumber().doubleValue()).isPositive();
    return direction.muli(network.params().norm2Number()).divi(direction.norm2Number());
  }

  private static double slope(
      ComputationGraph network, INDArray direction, DoubleSupplier function) {
    double above = moved(network, direction, STEP, function::getAsDouble);
    double below = moved(network, direction, -STEP, function::getAsDouble);
    return (above - below) / (2 * STEP);
  }

  private static <T> T moved(
      ComputationGraph network,
      INDArray direction,
      double step,
      java.util.function.Supplier<T> function) {
    INDArray before = network.params().dup();
    network.params().addi(direction.mul(step));
    T value = function.get();
    network.params().assign(before);
    return value;
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
    return network.getFlattenedGradients().dup().reshape(network.params().shape());
  }

  /** What a network that ends in global average pooling and a classifier must give. */
  @ParameterizedTest
  @ValueSource(strings = {"resnet8", "abn-resnet8", "wrn-10-2", "abn-densenet-10-4", "seresnet18"})
  void ofTheLastFeatureMapAreTheClassifiersWeights(String name) {
    Model model = ContractNetworks.trained(name, DataType.FLOAT);
    INDArray images = ContractNetworks.images(Network.named(name), DataType.FLOAT);
    String last = model.parts().vertex(Role.LAST_FEATURE_MAP).orElseThrow();
    String classifier = model.parts().vertex(Role.CLASSIFIER).orElseThrow();
    Output output = model.parts().output(Branch.PERCEPTION);
    Result result =
        new GradientPass(model).run(images, output.logits(), GradientPassTest::eachsOwnClass, last);
    INDArray weights = model.graph().getParam(classifier + "_weight");
    long positions = result.values().size(1) * result.values().size(2);
    for (int n = 0; n < ContractNetworks.BATCH; n++) {
      for (int c = 0; c < weights.size(1); c++) {
        double due = weights.getDouble(n, c) / positions;
        assertThat(result.gradient().getDouble(n, 0, 0, c)).isCloseTo(due, within(1e-6));
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
  @MethodSource("org.abn.model.ContractNetworks#ofEachFamily")
  void leaveTheModelAsItWas(String name) {
    Network definition = Network.named(name);
    Model model = ContractNetworks.trained(name, DataType.FLOAT);
    Model other = ContractNetworks.trained(name, DataType.FLOAT);
    INDArray params = model.graph().params().dup();
    INDArray momentum = model.graph().getUpdater().getUpdaterStateViewArray().dup();
    Output output = model.parts().outputs().get(0);
    new GradientPass(model)
        .run(
            ContractNetworks.images(definition, DataType.FLOAT),
            output.logits(),
            scores -> Nd4j.ones(DataType.FLOAT, scores.shape()),
            model.parts().vertex(Role.FEATURES).orElseThrow());
    assertThat(model.graph().params()).isEqualTo(params);
    assertThat(model.graph().getUpdater().getUpdaterStateViewArray()).isEqualTo(momentum);

    model.graph().fit(ContractNetworks.batch(definition, DataType.FLOAT));
    other.graph().fit(ContractNetworks.batch(definition, DataType.FLOAT));
    assertThat(model.graph().params()).as("trained further").isEqualTo(other.graph().params());
  }

  @Test
  void areZeroWhereTheAnswerDoesNotDependOnTheVertex() {
    Model model = ContractNetworks.trained("abn-resnet8", DataType.FLOAT);
    Output output = model.parts().output(Branch.ATTENTION);
    Result result =
        new GradientPass(model)
            .run(
                ContractNetworks.images(Network.named("abn-resnet8"), DataType.FLOAT),
                output.logits(),
                scores -> Nd4j.ones(DataType.FLOAT, scores.shape()),
                model.parts().vertex(Role.LAST_FEATURE_MAP).orElseThrow());
    assertThat(result.gradient().shape()).isEqualTo(result.values().shape());
    assertThat(result.gradient().amaxNumber().doubleValue()).isZero();
  }

  @Test
  void areRefusedOfAVertexThatIsNotThere() {
    Model model = ContractNetworks.model("resnet8", DataType.FLOAT);
    INDArray images = ContractNetworks.images(Network.named("resnet8"), DataType.FLOAT);
    assertThatThrownBy(
            () -> new GradientPass(model).run(images, "perception", scores -> scores, "nowhere"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the network has no vertex nowhere");
  }
}
