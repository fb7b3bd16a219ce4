package org.abn.model.onnx;

import java.nio.FloatBuffer;
import java.util.Random;
import org.abn.model.ContractNetworks;
import org.abn.model.Network;
import org.abn.model.NetworkConfiguration;
import org.abn.model.parts.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Networks whose statistics, weights and biases are no new network's. The same values come again
 * and again, since drawing hundreds of millions takes seconds.
 */
final class RandomNetworks {

  private static final float[] DRAWN = drawn();

  private RandomNetworks() {}

  /** A prime number of values in [-0.5, 0.5), so that rows of a matrix differ. */
  private static float[] drawn() {
    var random = new Random(7);
    float[] values = new float[65_537];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return values;
  }

  static Model of(Network network) {
    NetworkConfiguration configuration = ContractNetworks.configuration(network);
    var graph = new ComputationGraph(configuration.graph());
    long length =
        configuration.graph().getVertices().values().stream()
            .mapToLong(vertex -> vertex.numParams(true))
            .sum();
    graph.init(Nd4j.createUninitialized(DataType.FLOAT, 1, length), false);
    FloatBuffer memory = graph.params().data().asNioFloat();
    graph
        .paramTable()
        .forEach(
            (name, array) ->
                fill(memory.slice((int) array.offset(), (int) array.length()), name, array));
    return new Model(graph, configuration.parts());
  }

  /** With values that stay moderate in a network of any depth. */
  private static void fill(FloatBuffer memory, String name, INDArray array) {
    if (name.endsWith("variance")) {
      fill(memory, 2, 2);
    } else if (name.endsWith("mean") || name.endsWith("bias")) {
      fill(memory, 0, 1);
    } else if (array.rank() == 1) { // a batch norm's weight
      fill(memory, 1, 1);
    } else {
      double fanOut = (double) array.length() / array.size(1);
      fill(memory, 0, Math.sqrt(12 / fanOut));
    }
  }

  private static void fill(FloatBuffer memory, double centre, double width) {
    float[] values = new float[Math.min(DRAWN.length, memory.remaining())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (centre + width * DRAWN[i]);
    }
    while (memory.hasRemaining()) {
      memory.put(values, 0, Math.min(values.length, memory.remaining()));
    }
  }
}
