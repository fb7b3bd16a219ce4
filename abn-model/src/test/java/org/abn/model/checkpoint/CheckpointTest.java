package org.abn.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.abn.model.InputShape;
import org.abn.model.Network;
import org.abn.model.Sgd;
import org.abn.model.checkpoint.pickle.PickleWriter;
import org.abn.model.checkpoint.torch.InvalidCheckpointException;
import org.abn.model.checkpoint.torch.SmallFiles;
import org.abn.model.checkpoint.torch.StateDicts;
import org.abn.model.checkpoint.torch.TorchFile;
import org.abn.model.checkpoint.torch.TorchWriter;
import org.abn.model.parts.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class CheckpointTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"resnet8", "abn-resnet8", "abn-resnet44"})
  void givesBackWhatWasWritten(String name) throws IOException {
    ComputationGraph network = network(name, 5, 1);
    network.getConfiguration().setIterationCount(1234);
    ComputationGraph other = network(name, 5, 2);
    assertThat(other.params()).isNotEqualTo(network.params());
    Imported imported = read(write(network), other);
    assertThat(other.params()).isEqualTo(network.params());
    assertThat(other.getConfiguration().getIterationCount()).isEqualTo(1234);
    assertThat(imported.values()).isEqualTo(network.numParams());
    assertThat(imported.momentum()).isFalse();
    assertThat(write(other)).hasSameBinaryContentAs(write(network));
  }

  @Test
  void takesTensorsInAnyOrderAndWithoutCounters() throws IOException {
    ComputationGraph network = network("abn-resnet8", 5, 1);
    network.getConfiguration().setIterationCount(9);
    Map<String, INDArray> tensors = tensors(network);
    List<String> names = new ArrayList<>(tensors.keySet());
    Collections.reverse(names);
    names.forEach(name -> tensors.put(name, tensors.remove(name)));
    tensors.keySet().removeIf(BatchCounters::isCounter);
    ComputationGraph other = network("abn-resnet8", 5, 2);
    read(write(tensors), other);
    assertThat(other.params()).isEqualTo(network.params());
    assertThat(other.getConfiguration().getIterationCount()).isZero();
  }

  @Test
  void removesThePrefixOfDataParallelWhereEveryNameHasIt() throws IOException {
    ComputationGraph network = network("resnet8", 5, 1);
    Map<String, INDArray> parallel = new LinkedHashMap<>();
    tensors(network).forEach((name, tensor) -> parallel.put("module." + name, tensor));
    ComputationGraph other = network("resnet8", 5, 2);
    read(write(parallel), other);
    assertThat(other.params()).isEqualTo(network.params());
    parallel.put("fc.bias", parallel.remove("module.fc.bias"));
    refuses(
        parallel, "tensor conv1.weight is missing, expected shape [16, 3, 3, 3] (and 100 more)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"module._orig_mod.", "_orig_mod.module.", "model.", "net.backbone."})
  void findsTheNamesBehindWhatAllHave(String prefix) throws IOException {
    ComputationGraph network = network("resnet8", 5, 1);
    Map<String, INDArray> wrapped = new LinkedHashMap<>();
    tensors(network).forEach((name, tensor) -> wrapped.put(prefix + name, tensor));
    ComputationGraph other = network("resnet8", 5, 2);
    assertThat(read(write(wrapped), other).prefix()).isEqualTo(prefix);
    assertThat(other.params()).isEqualTo(network.params());
    try (Checkpoint checkpoint = Checkpoint.open(write(wrapped))) {
      assertThat(checkpoint.classes()).hasValue(5);
    }
  }

  @Test
  void takesThoseOfAKeyWhereSeveralFit() throws IOException {
    ComputationGraph first = network("resnet8", 5, 1);
    ComputationGraph second = network("resnet8", 5, 2);
    Map<String, INDArray> both = new LinkedHashMap<>();
    tensors(first).forEach((name, tensor) -> both.put("model." + name, tensor));
    tensors(second).forEach((name, tensor) -> both.put("ema." + name, tensor));
    Path file = write(both);
    ComputationGraph network = network("resnet8", 5, 3);
    assertThatThrownBy(() -> read(file, network))
        .hasMessage(
            "holds several state_dicts that fit, below model, ema: choose one by --key NAME");
    try (Checkpoint checkpoint = Checkpoint.open(file, Optional.of("ema"))) {
      assertThat(checkpoint.classes()).hasValue(5);
      assertThat(checkpoint.into(network).key()).isEqualTo("ema");
    }
    assertThat(network.params()).isEqualTo(second.params());
  }

  @Test
  void refusesAWeightThatIsNoPlainTensorByItsType() throws IOException {
    PickleWriter pickle = SmallFiles.openDict(new PickleWriter()).text("a.weight");
    SmallFiles.tensor(pickle, "FloatStorage", "0", 2).text("b.weight");
    pickle.global("torch._utils", "_rebuild_sparse_tensor").integers().reduce();
    byte[] stream =
        SmallFiles.stream(
            pickle.setItems().finish(), Map.of("0", SmallFiles.floats(1, 2)), Float.BYTES);
    try (TorchFile file = TorchFile.open(Files.write(folder.resolve("sparse"), stream))) {
      var both = new ExpectedTensors(twoWeights(), Set.of());
      var candidates = new Candidates(StateDicts.in(file.content()));
      assertThatThrownBy(() -> candidates.fitting(both, Fresh.ALREADY))
          .hasMessage(
              "tensor b.weight is of type torch._utils._rebuild_sparse_tensor, which cannot be"
                  + " read, expected a plain tensor of shape [2]");
    }
  }

  @Test
  void refusesAWeightThatWasExpanded() throws IOException {
    PickleWriter pickle = SmallFiles.openDict(new PickleWriter()).text("a.weight");
    SmallFiles.tensor(pickle, "FloatStorage", "0", 2).text("b.weight");
    SmallFiles.tensor(pickle, "FloatStorage", "1", 1, 0, new long[] {2}, new long[] {0});
    Map<String, byte[]> storages = new LinkedHashMap<>();
    storages.put("0", SmallFiles.floats(1, 2));
    storages.put("1", SmallFiles.floats(3));
    byte[] stream = SmallFiles.stream(pickle.setItems().finish(), storages, Float.BYTES);
    try (TorchFile file = TorchFile.open(Files.write(folder.resolve("expanded"), stream))) {
      var both = new ExpectedTensors(twoWeights(), Set.of());
      var candidates = new Candidates(StateDicts.in(file.content()));
      assertThatThrownBy(() -> candidates.fitting(both, Fresh.ALREADY))
          .hasMessage(
              "tensor b.weight was expanded to shape [2] from fewer elements: save its clone()");
    }
  }

  private static Map<String, INDArray> twoWeights() {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    arrays.put("a.weight", Nd4j.zeros(2));
    arrays.put("b.weight", Nd4j.zeros(2));
    return arrays;
  }

  @Test
  void takesEitherWhereBothAreTheSame() throws IOException {
    byte[] twice =
        SmallFiles.tensor(
                SmallFiles.openDict(
                        SmallFiles.tensor(
                                SmallFiles.openDict(
                                        SmallFiles.openDict(new PickleWriter()).text("model"))
                                    .text("fc.bias"),
                                "FloatStorage",
                                "0",
                                2)
                            .setItems()
                            .text("state_dict"))
                    .text("fc.bias"),
                "FloatStorage",
                "0",
                2)
            .setItems()
            .setItems()
            .finish();
    byte[] stream = SmallFiles.stream(twice, Map.of("0", SmallFiles.floats(1, 2)), Float.BYTES);
    try (TorchFile file = TorchFile.open(Files.write(folder.resolve("twice"), stream))) {
      var expected = new ExpectedTensors(Map.of("fc.bias", Nd4j.zeros(2)), Set.of());
      var candidates = new Candidates(StateDicts.in(file.content()));
      assertThat(candidates.found()).hasSize(2);
      assertThat(candidates.fitting(expected, Fresh.ALREADY).key()).isEqualTo("model");
    }
  }

  @Test
  void takesTheNetworkOutOfWhatItWasSavedTogetherWith() throws IOException {
    ComputationGraph network = network("resnet8", 5, 1);
    Map<String, INDArray> all = new LinkedHashMap<>();
    all.put("module.loss.weight", Nd4j.ones(DataType.FLOAT, 5));
    all.put("module.steps", Nd4j.ones(DataType.FLOAT, 1));
    tensors(network).forEach((name, tensor) -> all.put("module.net.model." + name, tensor));
    tensors(network("resnet8", 7, 1)).forEach((name, array) -> all.put("module.z." + name, array));
    ComputationGraph other = network("resnet8", 5, 2);
    Imported imported = read(write(all), other);
    assertThat(other.params()).isEqualTo(network.params());
    assertThat(imported.key()).isEqualTo("module.net");
    assertThat(imported.prefix()).isEqualTo("model.");
    try (Checkpoint checkpoint = Checkpoint.open(write(all))) {
      assertThatThrownBy(checkpoint::classes)
          .hasMessage(
              "has classifiers of 5, 7 classes, below module.net, module.z: choose one by --key, or"
                  + " give --classes");
    }
  }

  @Test
  void saysHowToTakeABackboneWhereOnlyTheAttentionBranchIsMissing() throws IOException {
    Path file = write(network("resnet8", 5, 1));
    assertThatThrownBy(() -> read(file, network("abn-resnet8", 5, 2)))
        .isInstanceOf(InvalidCheckpointException.class)
        .hasMessageMatching(
            "tensor \\S+ is missing, expected shape .* \\(and \\d+ more\\): all but the attention"
                + " branch fits, take it by --backbone-only and --classes");
    assertThatThrownBy(() -> read(file, network("abn-resnet8", 7, 2)))
        .hasMessageContaining("all but the attention branch and the classifier fits, take it");
    assertThatThrownBy(() -> read(file, network("abn-resnet14", 5, 2)))
        .hasMessageNotContaining("--backbone-only");
  }

  @Test
  void refusesATensorThatIsMissing() throws IOException {
    refuses(
        changed(tensors -> tensors.remove("layer1.0.bn2.running_mean")),
        "tensor layer1.0.bn2.running_mean is missing, expected shape [16]");
  }

  @Test
  void refusesATensorThatIsNoneOfTheNetworks() throws IOException {
    refuses(
        changed(tensors -> tensors.put("layer4.weight", Nd4j.zeros(DataType.FLOAT, 2, 3))),
        "tensor layer4.weight is none of the network's, found shape [2, 3]");
  }

  @Test
  void refusesATensorOfAnotherShape() throws IOException {
    refuses(
        changed(tensors -> tensors.put("fc.weight", tensors.get("fc.weight").reshape(64, 5))),
        "tensor fc.weight has shape [64, 5], expected [5, 64]");
  }

  @Test
  void refusesAWeightOfWholeNumbers() throws IOException {
    refuses(
        changed(tensors -> tensors.put("fc.bias", Nd4j.zeros(DataType.INT64, 5))),
        "tensor fc.bias is of int64, expected floating point of 16 to 64 bits");
  }

  @Test
  void refusesCountersThatCountNothing() throws IOException {
    String counter = "layer1.0.bn1.num_batches_tracked";
    refuses(
        changed(tensors -> tensors.put(counter, Nd4j.zeros(DataType.INT64, 2))),
        "tensor " + counter + " must be one whole number, cannot be: 2 of int64");
    refuses(
        changed(tensors -> tensors.put("bn1.num_batches_tracked", Nd4j.scalar(-1L))),
        "tensor bn1.num_batches_tracked must be in [0, 2147483647], cannot be: -1");
  }

  @Test
  void saysHowManyMoreDoNotFit() throws IOException {
    Map<String, INDArray> tensors = tensors(network("resnet8", 7, 1));
    tensors.remove("conv1.weight");
    refuses(tensors, "tensor conv1.weight is missing, expected shape [16, 3, 3, 3] (and 2 more)");
  }

  @Test
  void leavesANetworkAloneThatTheTensorsDoNotFit() throws IOException {
    ComputationGraph network = network("resnet8", 5, 1);
    INDArray before = network.params().dup();
    Path file = write(network("resnet8", 7, 2));
    assertThatThrownBy(() -> read(file, network)).isInstanceOf(InvalidCheckpointException.class);
    assertThat(network.params()).isEqualTo(before);
  }

  @Test
  void tellsTheNumberOfClasses() throws IOException {
    try (Checkpoint checkpoint = Checkpoint.open(write(network("abn-resnet8", 7, 1)))) {
      assertThat(checkpoint.classes()).hasValue(7);
    }
    Path headless = write(changed(tensors -> tensors.remove("fc.bias")));
    try (Checkpoint checkpoint = Checkpoint.open(headless)) {
      assertThat(checkpoint.classes()).isEmpty();
    }
  }

  @Test
  void countsTheMiniBatchesOfEachBatchNorm() throws IOException {
    assertThat(counters("abn-multitask-resnet18"))
        .containsEntry("bn1.num_batches_tracked", 4L)
        .containsEntry("layer4_att.0.bn1.num_batches_tracked", 4L)
        .containsEntry("layer4.1.bn2.num_batches_tracked", 12L);
    assertThat(counters("abn-resnext-11-2x1"))
        .containsEntry("bn_att2.num_batches_tracked", 4L)
        .containsEntry("bn_att.num_batches_tracked", 0L);
  }

  /** After four steps, with three tasks. */
  private static Map<String, Long> counters(String name) {
    ComputationGraph network = network(name, 3, 1);
    network.getConfiguration().setIterationCount(4);
    return BatchCounters.of(network);
  }

  @Test
  void tellsTheNumberOfTasks() throws IOException {
    try (Checkpoint checkpoint = Checkpoint.open(write(network("abn-multitask-resnet18", 3, 1)))) {
      assertThat(checkpoint.classes()).hasValue(3);
      Imported imported = checkpoint.into(network("abn-multitask-resnet18", 3, 2));
      assertThat(imported.tensors()).isPositive();
    }
  }

  @Test
  void refusesToWriteNetworksOfOtherLayers() {
    var layer = new OutputLayer.Builder().nIn(2).nOut(2).build();
    var graph = new NeuralNetConfiguration.Builder().graphBuilder().addInputs("in");
    graph.addLayer("out", layer, "in").setOutputs("out");
    var network = new ComputationGraph(graph.build());
    network.init();
    assertThatThrownBy(() -> Checkpoint.write(network, OutputStream.nullOutputStream()))
        .isInstanceOf(InvalidCheckpointException.class)
        .hasMessageStartingWith("vertex out has a parameter W, expected one of [");
  }

  private Map<String, INDArray> changed(Consumer<Map<String, INDArray>> change) {
    Map<String, INDArray> tensors = tensors(network("resnet8", 5, 1));
    change.accept(tensors);
    return tensors;
  }

  private void refuses(Map<String, INDArray> tensors, String message) throws IOException {
    Path file = write(tensors);
    ComputationGraph network = network("resnet8", 5, 2);
    assertThatThrownBy(() -> read(file, network))
        .isInstanceOf(InvalidCheckpointException.class)
        .hasMessage(message);
  }

  private static Imported read(Path file, ComputationGraph network) throws IOException {
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      return checkpoint.into(network);
    }
  }

  private Path write(ComputationGraph network) throws IOException {
    return write(network, folder);
  }

  static Path write(ComputationGraph network, Path folder) throws IOException {
    Path file = Files.createTempFile(folder, "", ".pth");
    try (OutputStream out = Files.newOutputStream(file)) {
      Checkpoint.write(network, out);
    }
    return file;
  }

  private Path write(Map<String, INDArray> tensors) throws IOException {
    Path file = Files.createTempFile(folder, "", ".pth");
    try (OutputStream out = Files.newOutputStream(file)) {
      TorchWriter.write(tensors, out);
    }
    return file;
  }

  static Map<String, INDArray> tensors(ComputationGraph network) {
    Map<String, INDArray> tensors = new LinkedHashMap<>();
    INDArray steps = Nd4j.scalar((long) network.getConfiguration().getIterationCount());
    NetworkTensors.of(network, vertex -> true)
        .forEach(
            (name, array) -> {
              tensors.put(name, array);
              BatchCounters.behind(name).ifPresent(counter -> tensors.put(counter, steps));
            });
    return tensors;
  }

  static ComputationGraph network(String name, int classes, long seed) {
    return model(name, classes, seed).graph();
  }

  static Model model(String name, int classes, long seed) {
    Sgd sgd = Sgd.constant(0.1, 0.9, 1e-4);
    return Network.named(name)
        .configuration(new InputShape(8, 8, 3), classes, sgd, seed, DataType.FLOAT)
        .newModel();
  }
}
