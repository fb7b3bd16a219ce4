package org.abn.model.checkpoint;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.abn.model.checkpoint.torch.InvalidCheckpointException;
import org.abn.model.layer.IdleBatchNorm;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** A network's arrays by the names that PyTorch gives them, in PyTorch's order. */
final class NetworkTensors {

  private static final Map<String, String> NAMES =
      Map.of(
          "weight", "weight",
          "bias", "bias",
          "mean", "running_mean",
          "variance", "running_var");

  private NetworkTensors() {}

  /**
   * The arrays themselves, so that assigning to one changes the network.
   *
   * @param vertices whose
   * @throws InvalidCheckpointException where one is none of this program's layers
   */
  static Map<String, INDArray> of(ComputationGraph network, Predicate<String> vertices) {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    for (String vertex : network.getConfiguration().getVertices().keySet()) {
      if (vertices.test(vertex) && network.getVertex(vertex).hasLayer()) {
        network
            .getLayer(vertex)
            .paramTable()
            .forEach((parameter, array) -> arrays.put(name(vertex, parameter), array));
      }
    }
    return arrays;
  }

  /** Names of the arrays that are there and serve nothing. */
  static Set<String> idle(ComputationGraph network) {
    return of(network, vertex -> isIdle(network.getLayer(vertex))).keySet();
  }

  private static boolean isIdle(Layer layer) {
    return layer != null && layer.conf().getLayer() instanceof IdleBatchNorm;
  }

  /** Module, what is before the parameter's last dot, and PyTorch's name for what is behind. */
  static String name(String vertex, String parameter) {
    String module = vertex.substring(vertex.indexOf('/') + 1);
    int last = parameter.lastIndexOf('.') + 1;
    String name = NAMES.get(parameter.substring(last));
    if (name == null) {
      throw new InvalidCheckpointException(
          "vertex %s has a parameter %s, expected one of %s"
              .formatted(vertex, parameter, NAMES.keySet()));
    }
    return module + "." + parameter.substring(0, last) + name;
  }

  /** Whether gradient descent moves the tensor; a batch norm's statistics it does not. */
  static boolean isTrained(String name) {
    return !name.contains(".running_") && !BatchCounters.isCounter(name);
  }

  /** The momentum of one of a network's arrays: it lies in the updater as that in the network. */
  static INDArray momentum(ComputationGraph network, INDArray array) {
    INDArray all = network.getUpdater(true).getUpdaterStateViewArray();
    long start = array.offset() - network.params().offset();
    return all.reshape(all.length())
        .get(NDArrayIndex.interval(start, start + array.length()))
        .reshape('c', array.shape());
  }
}
