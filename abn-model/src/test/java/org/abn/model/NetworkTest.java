package org.abn.model;

import static org.abn.model.ContractNetworks.BATCH;
import static org.abn.model.ContractNetworks.CLASSES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.abn.model.backbone.AttentionHead;
import org.abn.model.summary.NetworkSummary;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/** The contract that every network keeps, tried on small members of each family. */
class NetworkTest {

  private static final Sgd SGD = Sgd.constant(0.01, 0.9, 1e-4);

  /** So that a parameter without a gradient does not move. */
  private static final Sgd WITHOUT_DECAY = Sgd.constant(0.01, 0.9, 0);

  static List<String> names() {
    return ContractNetworks.names();
  }

  static List<String> namesOfTheTables() {
    return PaperNetworks.rows().stream().map(PaperNetworks.Row::network).distinct().toList();
  }

  @ParameterizedTest
  @CsvSource({
    // By the vectors of the authors' code.
    "resnet20, 10, 272474",
    "abn-resnet20, 10, 479150",
    "abn-eq1-resnet20, 10, 479150",
    "abn-resnet110, 10, 2999726",
    // As published with the networks: Zagoruyko and Komodakis, Huang et al., Xie et al.
    "wrn-28-10, 10, 36479194",
    "densenet-100-12, 10, 769162",
    "resnext-29-8x4, 10, 34426698",
    // torchvision's.
    "imagenet-resnet18, 1000, 11689512",
    "imagenet-resnet34, 1000, 21797672",
    "imagenet-resnet50, 1000, 25557032",
    "resnet101, 1000, 44549160",
    "imagenet-resnet152, 1000, 60192808",
    "vgg16, 1000, 138357544",
    "vgg16-bn, 1000, 138365992"
  })
  void hasAsManyTrainedParametersAsPublished(String name, int classes, long parameters) {
    Network network = Network.named(name);
    NetworkSummary summary = NetworkSummary.of(network, network.input(), classes);
    assertThat(summary.parameters().trained()).isEqualTo(parameters);
  }

  @Tag("onednn")
  @ParameterizedTest
  @MethodSource("names")
  void trainsEveryParameterAndStaysFinite(String name) {
    Network definition = Network.named(name);
    ComputationGraph network =
        ContractNetworks.model(definition, WITHOUT_DECAY, DataType.FLOAT).graph();
    network.paramTable().values().forEach(array -> assertThat(array.isView()).isTrue());
    Map<String, INDArray> start = new HashMap<>();
    network.paramTable().forEach((key, array) -> start.put(key, array.dup()));
    network.fit(batch(definition));
    network
        .paramTable()
        .forEach(
            (key, array) -> {
              // A running statistic is moved by the backward pass itself.
              INDArray moved =
                  key.matches(".*[_.](mean|variance)")
                      ? array.sub(start.get(key))
                      : network.gradient().getGradientFor(key);
              double mean = moved.ameanNumber().doubleValue();
              if (isIdle(name, key)) {
                assertThat(mean).as(key).isZero();
              } else {
                assertThat(mean).as(key).isPositive().isFinite();
              }
            });
    assertThat(network.params().isNaN().any()).isFalse();
    assertThat(network.score()).isFinite();
  }

  /** ResNeXt has this batch norm and does not apply it. */
  private static boolean isIdle(String name, String key) {
    return name.contains("resnext") && key.startsWith("attention_branch/bn_att_");
  }

  @ParameterizedTest
  @MethodSource("names")
  void givesProbabilitiesOfEachClass(String name) {
    Network definition = Network.named(name);
    INDArray[] outputs = network(name).output(batch(definition).getFeatures(0));
    assertThat(outputs).hasSize(definition.hasAttention() ? 2 : 1);
    for (INDArray output : outputs) {
      assertThat(output.minNumber().doubleValue()).isNotNegative();
      assertThat(output.maxNumber().doubleValue()).isLessThanOrEqualTo(1);
      if (definition.kind().isMultiTask()) {
        assertThat(output.size(1)).isIn((long) CLASSES, 2L * CLASSES);
      } else {
        assertThat(output.shape()).containsExactly(BATCH, CLASSES);
        assertThat(output.sum(1).sub(1).amaxNumber().doubleValue()).isLessThan(1e-5);
      }
    }
  }

  @ParameterizedTest
  @MethodSource({"names", "namesOfTheTables"})
  void survivesJsonAndEqualsOnlyItself(String name) {
    ComputationGraphConfiguration configuration = configuration(name);
    var copy = ComputationGraphConfiguration.fromJson(configuration.toJson());
    copy.getVertices()
        .forEach(
            (vertex, value) ->
                assertThat(value.equals(configuration.getVertices().get(vertex)))
                    .as(vertex)
                    .isTrue());
    assertThat(copy.hashCode()).isEqualTo(configuration.hashCode());
    assertThat(copy.toJson().equals(configuration.toJson())).isTrue();
    assertThat(configuration.clone().equals(configuration)).isTrue();
    assertThat(copy.equals(configuration("resnet14"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "resnet8",
        "abn-resnet44",
        "abn-wrn-10-1",
        "abn-densenet-10-4",
        "abn-eq1-resnext-11-2x1",
        "cam-vgg16",
        "seresnet18",
        "abn-multitask-resnet18"
      })
  void goesOnFromASavedModelAsIfNeverStopped(String name, @TempDir Path folder) throws IOException {
    ComputationGraph network = network(name);
    MultiDataSet batch = batch(Network.named(name));
    network.fit(batch);
    File file = folder.resolve("model.zip").toFile();
    ModelSerializer.writeModel(network, file, true);
    ComputationGraph restored = ModelSerializer.restoreComputationGraph(file, true);
    network.fit(batch);
    restored.fit(batch);
    assertThat(restored.params()).isEqualTo(network.params());
    assertThat(restored.getUpdater().getUpdaterStateViewArray())
        .isEqualTo(network.getUpdater().getUpdaterStateViewArray());
  }

  @ParameterizedTest
  @CsvSource({
    "abn-resnet20, 32, 32, 16, 16, 1",
    "abn-densenet-100-12, 32, 32, 8, 8, 1",
    "abn-imagenet-resnet50, 224, 224, 14, 14, 1",
    "abn-vgg16-bn, 224, 224, 14, 14, 1",
    "abn-vgg16, 224, 323, 14, 20, 1",
    "abn-multitask-resnet101, 224, 224, 14, 14, 5"
  })
  void drawsMapsOfThePapersSize(String name, int height, int width, long h, long w, long maps) {
    var images = new InputShape(height, width, 3);
    NetworkSummary summary = NetworkSummary.of(Network.named(name), images, CLASSES);
    assertThat(summary.attentionMap()).contains(List.of(h, w, maps));
  }

  @Test
  void startsFromItsSeedAlone() {
    assertThat(network("abn-resnet8").params()).isEqualTo(network("abn-resnet8").params());
  }

  /** Standard deviation of the weights, and greatest bias: each as the authors' code draws them. */
  @ParameterizedTest
  @CsvSource({
    "resnet8, perception_branch/fc, 0.0722, 0.125", // uniform within 1 / sqrt(64)
    "densenet-10-4, perception_branch/fc, 0.1925, 0.3334", // within 1 / sqrt(9)
    "wrn-10-2, perception_branch/fc, 0.0510, 0", // within 1 / sqrt(128)
    "resnext-11-2x1, perception_branch/classifier, 0.0884, 0", // normal, sqrt(2 / 256)
    "vgg16, perception_branch/classifier.0, 0.01, 0",
    "vgg16-bn, perception_branch/classifier.6, 0.01, 0",
    "cam-vgg16, perception_branch/fc, 0.01, 0",
    "multitask-resnet18, perception_branch/fc, 0.0255, 0.0442" // uniform within 1 / sqrt(512)
  })
  void startsItsClassifierAsTheAuthors(
      String name, String classifier, double deviation, double greatestBias) {
    ComputationGraph network = network(name);
    INDArray weight = network.getParam(classifier + "_weight");
    INDArray bias = network.getParam(classifier + "_bias");
    double expectedError = 3 / Math.sqrt(2.0 * weight.length());
    assertThat(weight.stdNumber().doubleValue())
        .isCloseTo(deviation, withinPercentage(100 * expectedError));
    assertThat(bias.amaxNumber().doubleValue()).isLessThanOrEqualTo(greatestBias);
    if (greatestBias > 0) {
      assertThat(bias.amaxNumber().doubleValue()).isPositive();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "resnet21, '6 n + 2'",
    "resnet2, '6 n + 2'",
    "abn-wrn-27-4, '6 n + 4'",
    "densenet-101-12, '6 n + 4'",
    "resnext-5-8x4, 'at least 11'",
    "resnext-29-0x4, 'cardinality must be at least 1'",
    "wrn-28-0, 'widening factor must be at least 1'",
    "densenet-100-0, 'growth rate must be at least 1'",
    "imagenet-resnet20, '18, 34, 50, 101 or 152'",
    "seresnet20, '18, 34, 50, 101 or 152'",
    "abn-vgg3, 'expected one of resnetD, wrn-D-K'",
    "ABN-resnet20, 'expected one of'",
    "eq1-resnet20, 'expected one of'",
    "multitask-vgg16, 'expected one of'",
    "cam-multitask-resnet18, 'expected one of'",
    "'', 'expected one of'"
  })
  void refusesNamesItDoesNotKnow(String name, String expected) {
    assertThatThrownBy(() -> Network.named(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(expected);
  }

  @ParameterizedTest
  @CsvSource({"vgg16, 16", "vgg16-bn, 31"})
  void refusesImagesThatAreTooSmall(String name, int size) {
    Network network = Network.named(name);
    assertThatThrownBy(() -> NetworkSummary.of(network, new InputShape(size, size, 3), CLASSES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("use larger images");
  }

  @Test
  void refusesADropoutWhereThereIsNone() {
    assertThatThrownBy(() -> Network.named("resnet20", NetworkOptions.DEFAULT.withDropout(0.3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("resnet20 has no dropout");
  }

  @Test
  void endsTheAttentionBranchAsThePaperWritesItWhereAsked() {
    NetworkOptions asWritten = NetworkOptions.DEFAULT.withAttentionHead(AttentionHead.PAPER_TEXT);
    var network = new ComputationGraph(configuration(Network.named("abn-resnet8", asWritten)));
    network.init();
    network.fit(batch(Network.named("abn-resnet8")));
    assertThat(network.score()).isFinite();
    assertThat(network.paramTable().keySet())
        .anyMatch(key -> key.startsWith("attention_branch/att_conv3"))
        .noneMatch(key -> key.startsWith("attention_branch/bn_att"));
    assertThat(network.getParam("attention_branch/att_conv3_weight").shape())
        .containsExactly(1, CLASSES, 1, 1);
  }

  private static ComputationGraph network(String name) {
    return ContractNetworks.model(name, DataType.FLOAT).graph();
  }

  private static ComputationGraphConfiguration configuration(String name) {
    return configuration(Network.named(name));
  }

  private static ComputationGraphConfiguration configuration(Network network) {
    return network
        .configuration(ContractNetworks.input(network), CLASSES, SGD, 1, DataType.FLOAT)
        .graph();
  }

  private static MultiDataSet batch(Network network) {
    return ContractNetworks.batch(network, DataType.FLOAT);
  }
}
