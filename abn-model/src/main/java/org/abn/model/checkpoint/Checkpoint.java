package org.abn.model.checkpoint;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.abn.model.checkpoint.torch.InvalidCheckpointException;
import org.abn.model.checkpoint.torch.StateDict;
import org.abn.model.checkpoint.torch.Tensor;
import org.abn.model.checkpoint.torch.TorchFile;
import org.abn.model.checkpoint.torch.TorchWriter;
import org.abn.model.parts.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A checkpoint of a network in PyTorch: its state_dict, and beside it the optimiser's state. */
public final class Checkpoint implements Closeable {

  /** What backbones call what classifies. */
  private static final List<String> CLASSIFIERS = List.of("fc", "classifier", "classifier.6");

  private static final Pattern TASK_BIAS = Pattern.compile("output_per\\.[0-9]+\\.bias");

  private final TorchFile file;
  private final StateDict stateDict;

  private Checkpoint(TorchFile file) {
    this.file = file;
    this.stateDict = StateDict.of(file.content());
  }

  /**
   * Opens a checkpoint.
   *
   * @param file as {@code torch.save} wrote it
   * @throws InvalidCheckpointException where it is damaged, or no checkpoint
   */
  public static Checkpoint open(Path file) throws IOException {
    TorchFile opened = TorchFile.open(file);
    try {
      return new Checkpoint(opened);
    } catch (InvalidCheckpointException e) {
      opened.close();
      throw e;
    }
  }

  /** Writes a network as a state_dict. */
  public static void write(ComputationGraph network, OutputStream out) throws IOException {
    Map<String, Long> counters = BatchCounters.of(network);
    Map<String, INDArray> tensors = new LinkedHashMap<>();
    NetworkTensors.of(network, vertex -> true)
        .forEach(
            (name, array) -> {
              tensors.put(name, array.castTo(DataType.FLOAT));
              BatchCounters.behind(name)
                  .ifPresent(
                      counter ->
                          tensors.put(counter, Nd4j.scalar(counters.get(counter).longValue())));
            });
    TorchWriter.write(tensors, out);
  }

  /** Whether the names had the prefix of {@code DataParallel}, which is removed. */
  public boolean wasParallel() {
    return stateDict.wasParallel();
  }

  /**
   * How many classes the classifier tells apart, or how many tasks have a head; empty where there
   * is neither.
   */
  public OptionalInt classes() {
    int heads = (int) tensors().keySet().stream().filter(TASK_BIAS.asMatchPredicate()).count();
    if (heads > 0) {
      return OptionalInt.of(heads);
    }
    return CLASSIFIERS.stream()
        .flatMap(name -> Stream.ofNullable(tensors().get(name + ".bias")))
        .mapToInt(bias -> (int) bias.length())
        .findFirst();
  }

  /**
   * Puts everything into a network: each tensor, the optimiser's velocities where every trained
   * tensor has one, and the mini-batches counted so far as the iteration count.
   *
   * @throws InvalidCheckpointException where the tensors are not exactly the network's
   */
  public Imported into(ComputationGraph network) throws IOException {
    Map<String, INDArray> arrays = NetworkTensors.of(network, vertex -> true);
    Set<String> counters = BatchCounters.among(arrays.keySet()).collect(Collectors.toSet());
    new ExpectedTensors(arrays, counters).requireIn(tensors());
    int steps = BatchCounters.steps(BatchCounters.among(arrays.keySet()), tensors());
    copy(arrays);
    network.getConfiguration().setIterationCount(steps);
    return imported(arrays.keySet(), copyMomentum(network, arrays));
  }

  /**
   * Initialises a network's backbone. Classifier and attention branch keep what they have, whatever
   * the checkpoint has in their place.
   *
   * @throws InvalidCheckpointException where the other tensors are not exactly the backbone's
   */
  public Imported backboneInto(Model model) throws IOException {
    ComputationGraph network = model.graph();
    Map<String, INDArray> backbone = NetworkTensors.of(network, model.parts()::isBackbone);
    Set<String> all = NetworkTensors.of(network, vertex -> true).keySet();
    Set<String> optional = BatchCounters.among(all).collect(Collectors.toCollection(HashSet::new));
    optional.addAll(all);
    CLASSIFIERS.forEach(name -> optional.addAll(Set.of(name + ".weight", name + ".bias")));
    new ExpectedTensors(backbone, optional).requireIn(tensors());
    copy(backbone);
    return imported(backbone.keySet(), false);
  }

  private Map<String, Tensor> tensors() {
    return stateDict.tensors();
  }

  private void copy(Map<String, INDArray> arrays) throws IOException {
    for (Map.Entry<String, INDArray> array : arrays.entrySet()) {
      array.getValue().assign(tensors().get(array.getKey()).array());
    }
  }

  /** Gives whether there is one. */
  private boolean copyMomentum(ComputationGraph network, Map<String, INDArray> arrays)
      throws IOException {
    Map<String, Tensor> buffers =
        MomentumBuffers.of(file.content(), tensors(), NetworkTensors.idle(network));
    for (Map.Entry<String, Tensor> buffer : buffers.entrySet()) {
      INDArray array = arrays.get(buffer.getKey());
      NetworkTensors.momentum(network, array).assign(buffer.getValue().array());
    }
    return !buffers.isEmpty();
  }

  private Imported imported(Collection<String> names, boolean momentum) {
    var taken = names.stream().map(tensors()::get).toList();
    return new Imported(
        taken.size(),
        taken.stream().mapToLong(Tensor::length).sum(),
        taken.stream().map(Tensor::type).collect(Collectors.toSet()),
        momentum);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
