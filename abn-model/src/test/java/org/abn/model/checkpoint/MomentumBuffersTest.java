package org.abn.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.abn.model.InputShape;
import org.abn.model.Network;
import org.abn.model.Sgd;
import org.abn.model.checkpoint.pickle.PickleWriter;
import org.abn.model.checkpoint.torch.SmallFiles;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * In these checkpoints each value of a trained tensor is also that of its momentum buffer, and
 * running statistics are zero.
 */
class MomentumBuffersTest {

  @TempDir private Path folder;

  private final ComputationGraph network = network();
  private final Map<String, INDArray> arrays = NetworkTensors.of(network, vertex -> true);
  private final List<String> trained =
      arrays.keySet().stream().filter(NetworkTensors::isTrained).toList();

  @Test
  void putsEachBufferWhereItsTensorLies() throws IOException {
    assertThat(read(optimizer(trained.size(), 1))).isTrue();
    assertThat(momentum()).isEqualTo(network.params());
    assertThat(momentum().amaxNumber().intValue()).isEqualTo(trained.size());
  }

  @Test
  void findsBuffersByNumbersOfAnyBeginning() throws IOException {
    assertThat(read(optimizer(trained.size(), 1L << 45))).isTrue();
    assertThat(momentum()).isEqualTo(network.params());
  }

  @ParameterizedTest
  @ValueSource(strings = {"optimizer_state_dict", "optim"})
  void findsAnOptimizerOfAnotherName(String key) throws IOException {
    assertThat(read(optimizer(key, trained.size(), 1))).isTrue();
    assertThat(momentum()).isEqualTo(network.params());
  }

  @Test
  void leavesTheMomentumZeroWhereABufferIsMissing() throws IOException {
    assertThat(read(optimizer(trained.size() - 1, 1))).isFalse();
    assertThat(momentum().amaxNumber().intValue()).isZero();
    assertThat(network.params().amaxNumber().intValue()).isEqualTo(trained.size());
  }

  @Test
  void leavesTheMomentumZeroWhereThereIsNoOptimizer() throws IOException {
    PickleWriter pickle = SmallFiles.openDict(new PickleWriter()).text("epoch").integer(7);
    stateDict(pickle.text("state_dict"));
    assertThat(read(pickle.setItems().finish())).isFalse();
    assertThat(momentum().amaxNumber().intValue()).isZero();
  }

  /** What PyTorch saves, with parameters in two groups. */
  private byte[] optimizer(int buffers, long firstNumber) {
    return optimizer("optimizer", buffers, firstNumber);
  }

  private byte[] optimizer(String key, int buffers, long firstNumber) {
    PickleWriter pickle = SmallFiles.openDict(new PickleWriter()).text(key);
    SmallFiles.openDict(pickle).text("state");
    SmallFiles.openDict(pickle);
    for (int i = 0; i < buffers; i++) {
      SmallFiles.openDict(pickle.integer(firstNumber + i)).text("momentum_buffer");
      tensor(pickle, trained.get(i)).setItems();
    }
    pickle.setItems().text("param_groups").mark();
    group(pickle, firstNumber, 3);
    group(pickle, firstNumber + 3, trained.size() - 3);
    pickle.tuple().setItems();
    stateDict(pickle.text("state_dict"));
    return pickle.setItems().finish();
  }

  private static void group(PickleWriter pickle, long firstNumber, int length) {
    long[] numbers = LongStream.range(firstNumber, firstNumber + length).toArray();
    SmallFiles.openDict(pickle).text("params").integers(numbers).setItems();
  }

  private void stateDict(PickleWriter pickle) {
    SmallFiles.openDict(pickle);
    arrays.keySet().forEach(name -> tensor(pickle.text(name), name));
    pickle.setItems();
  }

  private PickleWriter tensor(PickleWriter pickle, String name) {
    return SmallFiles.tensor(pickle, "FloatStorage", name, arrays.get(name).shape());
  }

  /** Whether the momentum was taken. */
  private boolean read(byte[] object) throws IOException {
    Map<String, byte[]> storages = new LinkedHashMap<>();
    arrays.forEach(
        (name, array) -> {
          float[] values = new float[(int) array.length()];
          Arrays.fill(values, trained.indexOf(name) + 1);
          storages.put(name, SmallFiles.floats(values));
        });
    byte[] stream = SmallFiles.stream(object, storages, Float.BYTES);
    Path file = Files.write(folder.resolve("net.pth.tar"), stream);
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      return checkpoint.into(network).momentum();
    }
  }

  private INDArray momentum() {
    return network.getUpdater(true).getUpdaterStateViewArray();
  }

  private static ComputationGraph network() {
    var network =
        new ComputationGraph(
            Network.named("abn-resnet8")
                .configuration(
                    new InputShape(8, 8, 3), 5, Sgd.constant(0.1, 0.9, 0), 1, DataType.FLOAT)
                .graph());
    network.init();
    return network;
  }
}
