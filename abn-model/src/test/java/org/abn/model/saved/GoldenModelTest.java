package org.abn.model.saved;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.abn.model.ContractNetworks;
import org.abn.model.InputShape;
import org.abn.model.NetworkOptions;
import org.abn.model.inference.Prediction;
import org.abn.model.inference.Predictor;
import org.abn.model.parts.Branch;
import org.abn.model.saved.Provenance.Data;
import org.abn.model.saved.Provenance.Pixels;
import org.abn.model.saved.Provenance.Program;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What was written once must be restored by every later version: never write these files anew. */
class GoldenModelTest {

  /** Of images whose value i is sin(i), when the file was written. */
  private static final double[] ATTENTION = {
    -0.160645, 0.329793, 0.066930, -0.246866, 0.506707, 0.018732, -0.425235, 0.735920, 0.009213
  };

  private static final double[] PERCEPTION = {
    0.129016, 0.059038, -0.091171, 0.062580, 0.269246, -0.131049, 0.100590, 0.036017, 0.010486
  };

  @Test
  void isRestored() throws Exception {
    SavedNetwork saved = ModelFile.read(resource("abn-resnet8-format-1.zip"));
    assertThat(saved.requireCard().provenance())
        .isEqualTo(
            new Provenance(
                "abn-resnet8",
                NetworkOptions.DEFAULT,
                new InputShape(8, 8, 3),
                3,
                Optional.of(
                    new Data(
                        List.of("cat", "dog", "frog"),
                        new Pixels(
                            List.of(36), List.of(0.5f, 0.4f, 0.3f), List.of(0.25f, 0.25f, 0.25f)),
                        "0123456789abcdef".repeat(4))),
                new Program("0.1.0", "0".repeat(40))));
    INDArray momentum = saved.graph().getUpdater().getUpdaterStateViewArray();
    assertThat(momentum.castTo(DataType.DOUBLE).norm2Number().doubleValue())
        .isCloseTo(10.3979950, within(1e-6));
    assertThat(saved.graph().getConfiguration().getIterationCount()).isEqualTo(1);
    try (Predictor predictor = Predictor.of(saved.model());
        Prediction prediction = predictor.predict(images())) {
      assertAnswers(prediction, Branch.ATTENTION, ATTENTION);
      assertAnswers(prediction, Branch.PERCEPTION, PERCEPTION);
      assertThat(prediction.maps().orElseThrow().getDouble(0)).isCloseTo(0.634162, within(1e-5));
    }
  }

  private static void assertAnswers(Prediction prediction, Branch branch, double... due) {
    double[] found = prediction.of(branch).logits().ravel().toDoubleVector();
    assertThat(found).hasSameSizeAs(due);
    for (int i = 0; i < due.length; i++) {
      assertThat(found[i]).as("%s %d", branch, i).isCloseTo(due[i], within(1e-5));
    }
  }

  private static INDArray images() {
    float[] values = new float[3 * 8 * 8 * 3];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(i);
    }
    return Nd4j.createFromArray(values).reshape(3, 8, 8, 3);
  }

  /** The layers that the model has not: configurations of a network of each family. */
  @Test
  void hasLayersThatAreRestored() throws Exception {
    int count = 0;
    try (var zip = new ZipFile(resource("configurations-format-1.zip").toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        byte[] json = zip.getInputStream(entry).readAllBytes();
        assertRestored(entry.getName(), new String(json, StandardCharsets.UTF_8));
        count++;
      }
    }
    assertThat(count).isEqualTo(14);
  }

  private static void assertRestored(String name, String json) throws IOException {
    var graph = new ComputationGraph(ComputationGraphConfiguration.fromJson(json));
    graph.init();
    ComputationGraph today = ContractNetworks.model(name, DataType.FLOAT).graph();
    assertThat(graph.paramTable().keySet()).as(name).isEqualTo(today.paramTable().keySet());
    assertThat(graph.numParams()).as(name).isEqualTo(today.numParams());
    System.gc(); // networks are large outside of the heap
  }

  private static Path resource(String name) throws URISyntaxException {
    return Path.of(GoldenModelTest.class.getResource(name).toURI());
  }
}
