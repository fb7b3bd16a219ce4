package org.abn.model;

import static org.abn.model.abn.AttentionBranchNetwork.ATTENTION_LOGITS;
import static org.abn.model.abn.AttentionBranchNetwork.MAP;
import static org.abn.model.abn.AttentionBranchNetwork.PERCEPTION_LOGITS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.abn.model.GoldenVector.Tensor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Our networks compute what the authors' do. Another folder of vectors: {@code
 * -Dabn.golden.dir=DIR}.
 */
class GoldenVectorsTest {

  static List<Path> files() throws IOException, URISyntaxException {
    String other = System.getProperty("abn.golden.dir");
    Path folder =
        other == null
            ? Path.of(GoldenVectorsTest.class.getResource("golden").toURI())
            : Path.of(other);
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void hasTheParametersOfThePublicCheckpoint(Path file) throws IOException {
    GoldenVector golden = GoldenVector.read(file);
    ComputationGraph network = golden.network(DataType.FLOAT);
    List<Tensor> trained = golden.tensors().stream().filter(Tensor::isTrained).toList();
    long statistics =
        golden.tensors().stream()
            .filter(tensor -> !tensor.isTrained())
            .mapToLong(tensor -> tensor.in(network).length())
            .sum();
    assertThat(trained.stream().mapToLong(tensor -> tensor.in(network).length()).sum())
        .isEqualTo(golden.parameters())
        .isEqualTo(network.numParams() - statistics);
  }

  @ParameterizedTest
  @MethodSource("files")
  void evaluatesInFloat(Path file) throws IOException {
    evaluates(file, DataType.FLOAT, 1e-4);
  }

  @ParameterizedTest
  @MethodSource("files")
  void evaluatesInDouble(Path file) throws IOException {
    evaluates(file, DataType.DOUBLE, 1e-6);
  }

  private static void evaluates(Path file, DataType dataType, double tolerance) throws IOException {
    GoldenVector golden = GoldenVector.read(file);
    ComputationGraph network = golden.network(dataType);
    INDArray images = golden.batch(dataType).getFeatures(0);
    assertOutputs(
        golden, golden.expected("evaluation"), network.feedForward(images, false), tolerance);
  }

  @ParameterizedTest
  @MethodSource("files")
  void trainsTwoStepsInDouble(Path file) throws IOException {
    GoldenVector golden = GoldenVector.read(file);
    JsonNode expected = golden.expected("training_step_1");
    ComputationGraph network = golden.network(DataType.DOUBLE);
    MultiDataSet batch = golden.batch(DataType.DOUBLE);

    assertOutputs(golden, expected, network.feedForward(batch.getFeatures(0), true), 1e-6);
    // In a network of its own: a backward pass moves running statistics.
    assertGradients(
        golden, expected.required("gradient_digests"), golden.network(DataType.DOUBLE), batch);
    for (JsonNode losses : expected.required("losses_attention_perception")) {
      network.fit(batch);
      double due =
          (golden.hasAttention() ? losses.get(0).asDouble() : 0) + losses.get(1).asDouble();
      assertThat(network.score()).isCloseTo(due, within(1e-6 * Math.abs(due)));
    }
    for (Tensor tensor : golden.tensors()) {
      JsonNode digest = golden.expected("state_after_2_steps_digests").required(tensor.name());
      // The vectors' states were rounded to float32 before the digest; a sum that cancels shows it.
      INDArray rounded = tensor.in(network).castTo(DataType.FLOAT).castTo(DataType.DOUBLE);
      assertDigest(tensor.name(), rounded, digest);
    }
  }

  private static void assertGradients(
      GoldenVector golden, JsonNode digests, ComputationGraph network, MultiDataSet batch) {
    network.setInputs(batch.getFeatures());
    network.setLabels(batch.getLabels());
    network.initGradientsView();
    network.computeGradientAndScore();
    double images = batch.getFeatures(0).size(0);
    for (Tensor tensor : golden.tensors()) {
      if (tensor.isTrained()) {
        INDArray mean = tensor.gradientIn(network).div(images);
        assertDigest("gradient of " + tensor.name(), mean, digests.required(tensor.name()));
      }
    }
  }

  private static void assertOutputs(
      GoldenVector golden, JsonNode due, Map<String, INDArray> activations, double tolerance) {
    assertNear("perception_logits", activations.get(PERCEPTION_LOGITS), due, tolerance);
    if (golden.hasAttention()) {
      assertNear("attention_logits", activations.get(ATTENTION_LOGITS), due, tolerance);
      assertNear("attention_map", activations.get(MAP), due, tolerance);
    }
  }

  private static void assertNear(String what, INDArray actual, JsonNode due, double tolerance) {
    double[] values = doubles(due.required(what));
    INDArray expected = Nd4j.createFromArray(values);
    INDArray flat = actual.castTo(DataType.DOUBLE).dup('c').reshape(actual.length());
    assertThat(flat.length()).as(what).isEqualTo(values.length);
    double error = flat.distance2(expected) / expected.norm2Number().doubleValue();
    assertThat(error).as("relative error of " + what).isLessThan(tolerance);
  }

  private static void assertDigest(String what, INDArray array, JsonNode due) {
    double[] values = array.dup('c').reshape(array.length()).toDoubleVector();
    double sum = 0;
    double squares = 0;
    for (double value : values) {
      sum += value;
      squares += value * value;
    }
    double[] digest = {sum, squares, values[0], values[values.length - 1]};
    double[] expected = doubles(due);
    for (int i = 0; i < digest.length; i++) {
      double tolerance = Math.max(1e-8, 1e-5 * Math.abs(expected[i]));
      assertThat(digest[i])
          .as("digest %d of %s", i, what)
          .isCloseTo(expected[i], within(tolerance));
    }
  }

  private static double[] doubles(JsonNode array) {
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).isArray() ? Double.NaN : array.get(i).asDouble();
    }
    return values;
  }
}
