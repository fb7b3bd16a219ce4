package org.abn.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.abn.model.checkpoint.Checkpoint;
import org.abn.model.checkpoint.Imported;
import org.abn.model.checkpoint.torch.ElementType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Checkpoints that PyTorch 1.13 wrote of the network of golden vectors. */
class GoldenCheckpointsTest {

  private static final String STREAM = "abn-resnet20-legacy.pth.tar";
  private static final String ARCHIVE = "abn-resnet20-zip.pth.tar";
  private static final String HALF = "abn-resnet20-half.pth";

  private final GoldenVector golden = GoldenVector.read(resource("golden/abn-resnet20.json"));
  private final ComputationGraph due = golden.network(DataType.FLOAT);
  private final ComputationGraph network = new ComputationGraph(due.getConfiguration().clone());

  GoldenCheckpointsTest() throws IOException {
    network.init();
  }

  @ParameterizedTest
  @ValueSource(strings = {STREAM, ARCHIVE})
  void holdsTheTensorsOfTheRule(String file) throws IOException {
    assertThat(network.params()).isNotEqualTo(due.params());
    try (Checkpoint checkpoint = Checkpoint.open(resource("checkpoint/" + file))) {
      assertThat(checkpoint.classes()).hasValue(10);
      Imported imported = checkpoint.into(network);
      assertThat(imported.tensors()).isEqualTo(golden.tensors().size());
      assertThat(imported.values()).isEqualTo(network.numParams());
      assertThat(imported.types()).containsExactly(ElementType.FLOAT32);
      assertThat(imported.key()).isEqualTo("state_dict");
      assertThat(imported.prefix()).isEqualTo("module.");
    }
    assertThat(network.params()).isEqualTo(due.params());
  }

  @Test
  void holdsTheTensorsOfTheRuleInHalfPrecision() throws IOException {
    try (Checkpoint checkpoint = Checkpoint.open(resource("checkpoint/" + HALF))) {
      Imported imported = checkpoint.into(network);
      assertThat(imported.prefix()).isEmpty();
      assertThat(imported.types()).containsExactly(ElementType.FLOAT16);
      assertThat(imported.momentum()).isFalse();
    }
    INDArray error = network.params().sub(due.params());
    assertThat(error.amaxNumber().doubleValue()).isPositive().isLessThan(0x1p-11);
  }

  @ParameterizedTest
  @ValueSource(strings = {STREAM, ARCHIVE})
  void evaluatesAsTheAuthorsNetwork(String file) throws IOException {
    evaluates(file, 1e-4);
  }

  @Test
  void evaluatesAsTheAuthorsNetworkInHalfPrecision() throws IOException {
    evaluates(HALF, 1e-2);
  }

  private void evaluates(String file, double tolerance) throws IOException {
    try (Checkpoint checkpoint = Checkpoint.open(resource("checkpoint/" + file))) {
      checkpoint.into(network);
    }
    INDArray images = golden.batch(DataType.FLOAT).getFeatures(0);
    new GoldenVectorsTest.Outputs(golden.parts(), network.feedForward(images, false))
        .assertAre(golden.expected("evaluation"), tolerance);
  }

  /** The digests are what PyTorch says of the file. */
  @ParameterizedTest
  @ValueSource(strings = {STREAM, ARCHIVE})
  void takesTheMomentum(String file) throws IOException {
    try (Checkpoint checkpoint = Checkpoint.open(resource("checkpoint/" + file))) {
      assertThat(checkpoint.into(network).momentum()).isTrue();
    }
    INDArray momentum = network.getUpdater(true).getUpdaterStateViewArray().castTo(DataType.DOUBLE);
    assertThat(momentum.sumNumber().doubleValue()).isCloseTo(0.12643062, within(1e-8));
    assertThat(momentum.norm2Number().doubleValue()).isCloseTo(0.00621772, within(1e-8));
  }

  private static Path resource(String name) {
    try {
      return Path.of(GoldenCheckpointsTest.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
