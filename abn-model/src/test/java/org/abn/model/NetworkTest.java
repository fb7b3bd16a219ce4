package org.abn.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** The contract that every network keeps. */
class NetworkTest {

  private static final int CLASSES = 5;
  private static final Images IMAGES = new Images(16, 12, 3);
  private static final Sgd SGD = Sgd.constant(0.1, 0.9, 1e-4);

  @ParameterizedTest
  @CsvSource({
    "resnet20, 272474",
    "abn-resnet20, 479150",
    "abn-eq1-resnet20, 479150",
    "abn-resnet110, 2999726"
  })
  void hasAsManyTrainedParametersAsTheAuthors(String name, long parameters) {
    ComputationGraph network =
        new ComputationGraph(
            Network.named(name).configuration(new Images(32, 32, 3), 10, SGD, 1, DataType.FLOAT));
    network.init();
    long trained =
        network.paramTable().entrySet().stream()
            .filter(entry -> !entry.getKey().matches(".*_(mean|variance)"))
            .mapToLong(entry -> entry.getValue().length())
            .sum();
    assertThat(trained).isEqualTo(parameters);
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet8", "resnet44", "abn-resnet8", "abn-eq1-resnet8", "abn-resnet44"})
  void trainsEveryParameterAndStaysFinite(String name) {
    ComputationGraph network = network(name);
    network.paramTable().values().forEach(array -> assertThat(array.isView()).isTrue());
    INDArray before = network.params().dup();
    Map<String, INDArray> start = new HashMap<>();
    network.paramTable().forEach((key, array) -> start.put(key, array.dup()));
    MultiDataSet batch = batch(Network.named(name));
    network.fit(batch);
    network
        .paramTable()
        .forEach(
            (key, array) -> {
              // A running statistic is moved by the backward pass itself.
              INDArray moved =
                  key.matches(".*_(mean|variance)")
                      ? array.sub(start.get(key))
                      : network.gradient().getGradientFor(key);
              assertThat(moved.ameanNumber().doubleValue()).as(key).isPositive().isFinite();
            });
    assertThat(network.params().sub(before).isNaN().any()).isFalse();
    assertThat(network.score()).isFinite();
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet8", "abn-resnet8", "abn-resnet44"})
  void givesProbabilitiesOfEachClass(String name) {
    Network definition = Network.named(name);
    INDArray[] outputs = network(name).output(batch(definition).getFeatures(0));
    assertThat(outputs).hasSize(definition.hasAttention() ? 2 : 1);
    for (INDArray output : outputs) {
      assertThat(output.shape()).containsExactly(4, CLASSES);
      assertThat(output.sum(1).sub(1).amaxNumber().doubleValue()).isLessThan(1e-5);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet8", "abn-resnet8", "abn-eq1-resnet8", "abn-resnet44"})
  void survivesJsonAndEqualsOnlyItself(String name) {
    ComputationGraphConfiguration configuration = network(name).getConfiguration();
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
    assertThat(copy.equals(network("resnet14").getConfiguration())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet8", "abn-resnet8"})
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

  @Test
  void startsFromItsSeedAlone() {
    assertThat(network("abn-resnet8").params()).isEqualTo(network("abn-resnet8").params());
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet21", "resnet2", "abn-vgg3", "ABN-resnet20", "eq1-resnet20", ""})
  void refusesNamesItDoesNotKnow(String name) {
    assertThatThrownBy(() -> Network.named(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("8, 14, 20");
  }

  private static ComputationGraph network(String name) {
    ComputationGraph network =
        new ComputationGraph(
            Network.named(name).configuration(IMAGES, CLASSES, SGD, 1, DataType.FLOAT));
    network.init();
    return network;
  }

  private static MultiDataSet batch(Network network) {
    INDArray labels = Nd4j.zeros(DataType.FLOAT, 4, CLASSES);
    for (int n = 0; n < 4; n++) {
      labels.putScalar(n, n, 1);
    }
    Nd4j.getRandom().setSeed(5);
    INDArray images = Nd4j.randn(DataType.FLOAT, 4, IMAGES.height(), IMAGES.width(), 3);
    INDArray[] targets =
        network.hasAttention() ? new INDArray[] {labels, labels} : new INDArray[] {labels};
    return new MultiDataSet(new INDArray[] {images}, targets);
  }
}
