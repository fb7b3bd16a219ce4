package org.abn.model.checkpoint;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.abn.model.checkpoint.torch.InvalidCheckpointException;
import org.abn.model.checkpoint.torch.StateDict;
import org.abn.model.checkpoint.torch.StateDicts;
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

  private final TorchFile file;
  private final Candidates candidates;

  private Checkpoint(TorchFile file, Optional<String> key) {
    this.file = file;
    Object saved = file.content();
    candidates =
        new Candidates(
            key.map(given -> StateDicts.at(saved, given)).orElseGet(() -> StateDicts.in(saved)));
  }

  /**
   * Opens a checkpoint, whose state_dict is where it fits.
   *
   * @param file as {@code torch.save} wrote it, or of safetensors
   * @throws InvalidCheckpointException where it is damaged, or no checkpoint
   */
  public static Checkpoint open(Path file) throws IOException {
    return open(file, Optional.empty());
  }

  /**
   * Opens a checkpoint.
   *
   * @param file as {@code torch.save} wrote it, or of safetensors
   * @param key where the state_dict is, such as {@code checkpoint.model}; empty of where it fits
   * @throws InvalidCheckpointException where it is damaged, no checkpoint, or has nothing there
   */
  public static Checkpoint open(Path file, Optional<String> key) throws IOException {
    TorchFile opened = TorchFile.open(file);
    try {
      return new Checkpoint(opened, key);
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

  /**
   * How many classes the classifier tells apart, or how many tasks have a head; empty where there
   * is neither.
   *
   * @throws InvalidCheckpointException where there are classifiers of different numbers
   */
  public OptionalInt classes() {
    return Classifiers.classes(candidates);
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
    StateDict given = candidates.fitting(new ExpectedTensors(arrays, counters), Fresh.of(network));
    Map<String, Tensor> tensors = given.tensors();
    int steps = BatchCounters.steps(BatchCounters.among(arrays.keySet()), tensors);
    copy(tensors, arrays);
    network.getConfiguration().setIterationCount(steps);
    return imported(given, arrays.keySet(), copyMomentum(tensors, network, arrays));
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
    optional.addAll(Classifiers.tensors());
    StateDict given = candidates.fitting(new ExpectedTensors(backbone, optional), Fresh.ALREADY);
    copy(given.tensors(), backbone);
    return imported(given, backbone.keySet(), false);
  }

  private static void copy(Map<String, Tensor> tensors, Map<String, INDArray> arrays)
      throws IOException {
    for (Map.Entry<String, INDArray> array : arrays.entrySet()) {
      array.getValue().assign(tensors.get(array.getKey()).array());
    }
  }

  /** Gives whether there is one. */
  private boolean copyMomentum(
      Map<String, Tensor> tensors, ComputationGraph network, Map<String, INDArray> arrays)
      throws IOException {
    Map<String, Tensor> buffers =
        MomentumBuffers.of(file.content(), tensors, NetworkTensors.idle(network));
    for (Map.Entry<String, Tensor> buffer : buffers.entrySet()) {
      INDArray array = arrays.get(buffer.getKey());
      NetworkTensors.momentum(network, array).assign(buffer.getValue().array());
    }
    return !buffers.isEmpty();
  }

  private static Imported imported(StateDict from, Collection<String> names, boolean momentum) {
    var taken = names.stream().map(from.tensors()::get).toList();
    return new Imported(
        taken.size(),
        taken.stream().mapToLong(Tensor::length).sum(),
        taken.stream().map(Tensor::type).collect(Collectors.toSet()),
        momentum,
        from.key(),
        from.prefix());
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
