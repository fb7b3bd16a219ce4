package org.abn.model.checkpoint;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.abn.model.checkpoint.torch.InvalidCheckpointException;
import org.abn.model.checkpoint.torch.Tensor;
import org.abn.model.layer.NativeLayer;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * {@code num_batches_tracked}: each of PyTorch's batch norms counts the mini-batches it was trained
 * on. Here the network as a whole does; PyTorch before 0.4.1 had no counters.
 */
final class BatchCounters {

  private static final String LAST_BUT_COUNTER = ".running_var";
  private static final String COUNTER = ".num_batches_tracked";

  private BatchCounters() {}

  static boolean isCounter(String name) {
    return name.endsWith(COUNTER);
  }

  /** What the batch norms of a network have counted, by the counters' names. */
  static Map<String, Long> of(ComputationGraph network) {
    long steps = network.getConfiguration().getIterationCount();
    Map<String, Long> counters = new HashMap<>();
    for (Layer layer : network.getLayers()) {
      if (layer.conf().getLayer() instanceof NativeLayer own) {
        String vertex = own.getLayerName();
        NetworkTensors.of(network, vertex::equals)
            .keySet()
            .forEach(
                name ->
                    behind(name)
                        .ifPresent(counter -> counters.put(counter, steps * own.updatesAStep())));
      }
    }
    return counters;
  }

  /** The counter that comes next in a state_dict, where a name is the last of a batch norm's. */
  static Optional<String> behind(String name) {
    return name.endsWith(LAST_BUT_COUNTER)
        ? Optional.of(name.replace(LAST_BUT_COUNTER, COUNTER))
        : Optional.empty();
  }

  /** The counters of all batch norms among tensors. */
  static Stream<String> among(Collection<String> names) {
    return names.stream().flatMap(name -> behind(name).stream());
  }

  /**
   * Mini-batches that the first batch norm has counted.
   *
   * @param counters names; those that a checkpoint has must be whole numbers
   * @return 0 where it has none
   * @throws InvalidCheckpointException where one is not
   */
  static int steps(Stream<String> counters, Map<String, Tensor> found) throws IOException {
    List<String> present = counters.filter(found::containsKey).toList();
    for (String name : present) {
      requireWholeNumber(name, found.get(name));
    }
    return present.isEmpty() ? 0 : steps(present.get(0), found.get(present.get(0)));
  }

  private static void requireWholeNumber(String name, Tensor counter) {
    if (counter.length() != 1 || !counter.type().isWholeNumber()) {
      throw new InvalidCheckpointException(
          String.format(
              Locale.ROOT,
              "tensor %s must be one whole number, cannot be: %d of %s",
              name,
              counter.length(),
              counter.type()));
    }
  }

  private static int steps(String name, Tensor counter) throws IOException {
    long steps = counter.integer();
    if (steps < 0 || steps > Integer.MAX_VALUE) {
      throw new InvalidCheckpointException(
          String.format(
              Locale.ROOT,
              "tensor %s must be in [0, %d], cannot be: %d",
              name,
              Integer.MAX_VALUE,
              steps));
    }
    return (int) steps;
  }
}
