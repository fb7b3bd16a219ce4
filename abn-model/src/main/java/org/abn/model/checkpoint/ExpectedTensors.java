package org.abn.model.checkpoint;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.abn.model.checkpoint.torch.InvalidCheckpointException;
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
   * Refuses missing tensors, those of another shape, and those that nothing in the network is for.
   *
   * @throws InvalidCheckpointException that names the first, and says how many more there are
   */
  void requireIn(Map<String, Tensor> found) {
    Stream<String> ofNetwork =
        arrays.entrySet().stream()
            .flatMap(due -> fault(due.getKey(), due.getValue(), found.get(due.getKey())));
    List<String> faults = Stream.concat(ofNetwork, surplus(found)).toList();
    if (!faults.isEmpty()) {
      String more = faults.size() == 1 ? "" : " (and %d more)".formatted(faults.size() - 1);
      throw new InvalidCheckpointException(faults.get(0) + more);
    }
  }

  private static Stream<String> fault(String name, INDArray due, Tensor found) {
    String shape = Arrays.toString(due.shape());
    if (found == null) {
      return Stream.of("tensor %s is missing, expected shape %s".formatted(name, shape));
    }
    if (!Arrays.equals(due.shape(), found.shape())) {
      return Stream.of(
          "tensor %s has shape %s, expected %s"
              .formatted(name, Arrays.toString(found.shape()), shape));
    }
    return found.type().isFloatingPoint()
        ? Stream.empty()
        : Stream.of("tensor %s is of %s, expected floating point".formatted(name, found.type()));
  }

  private Stream<String> surplus(Map<String, Tensor> found) {
    return found.entrySet().stream()
        .filter(entry -> !arrays.containsKey(entry.getKey()))
        .filter(entry -> !optional.contains(entry.getKey()))
        .map(
            entry ->
                "tensor %s is none of the network's, found shape %s"
                    .formatted(entry.getKey(), Arrays.toString(entry.getValue().shape())));
  }
}
