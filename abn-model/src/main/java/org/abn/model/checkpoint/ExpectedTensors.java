package org.abn.model.checkpoint;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.abn.model.checkpoint.torch.StateDict;
import org.abn.model.checkpoint.torch.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a checkpoint must hold.
 *
 * @param arrays of the network, each of which needs a tensor of its name and shape
 * @param optional names that may be there too
 */
record ExpectedTensors(Map<String, INDArray> arrays, Set<String> optional) {

  /**
   * What is wrong with a tensor.
   *
   * @param name of the tensor
   * @param message one line
   */
  record Fault(String name, String message) {}

  /** How many of the network's names there are. */
  long namesIn(StateDict found) {
    return arrays.keySet().stream().filter(found.tensors()::containsKey).count();
  }

  /** Whether all tensors are there as they must be, and no others. */
  boolean areIn(StateDict found) {
    return namesIn(found) == arrays.size() && faults(found).isEmpty();
  }

  /** Missing tensors, those of another shape, and those that nothing in the network is for. */
  List<Fault> faults(StateDict found) {
    Stream<Fault> ofNetwork =
        arrays.entrySet().stream()
            .flatMap(
                due ->
                    fault(found, due.getKey(), due.getValue())
                        .map(message -> new Fault(due.getKey(), message))
                        .stream());
    return Stream.concat(ofNetwork, surplus(found.tensors())).toList();
  }

  private static Optional<String> fault(StateDict all, String name, INDArray due) {
    String shape = Arrays.toString(due.shape());
    Tensor found = all.tensors().get(name);
    if (found == null) {
      return Optional.of(missing(all.others().get(name), name, shape));
    }
    if (!Arrays.equals(due.shape(), found.shape())) {
      return Optional.of(
          "tensor %s has shape %s, expected %s"
              .formatted(name, Arrays.toString(found.shape()), shape));
    }
    if (found.isExpanded()) {
      return Optional.of(
          "tensor %s was expanded to shape %s from fewer elements: save its clone()"
              .formatted(name, shape));
    }
    return found.type().isFloatingPoint()
        ? Optional.empty()
        : Optional.of(
            "tensor %s is of %s, expected floating point of 16 to 64 bits"
                .formatted(name, found.type()));
  }

  private static String missing(String inPlace, String name, String shape) {
    return inPlace == null
        ? "tensor %s is missing, expected shape %s".formatted(name, shape)
        : "tensor %s is of type %s, which cannot be read, expected a plain tensor of shape %s"
            .formatted(name, inPlace, shape);
  }

  private Stream<Fault> surplus(Map<String, Tensor> found) {
    return found.entrySet().stream()
        .filter(entry -> !arrays.containsKey(entry.getKey()))
        .filter(entry -> !optional.contains(entry.getKey()))
        .map(
            entry ->
                new Fault(
                    entry.getKey(),
                    "tensor %s is none of the network's, found shape %s"
                        .formatted(entry.getKey(), Arrays.toString(entry.getValue().shape()))));
  }
}
