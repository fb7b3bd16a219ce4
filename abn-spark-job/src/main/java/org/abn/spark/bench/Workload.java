package org.abn.spark.bench;

import java.util.Arrays;
import java.util.Random;
import org.abn.model.InputShape;
import org.abn.model.Network;
import org.abn.model.Sgd;
import org.abn.model.parts.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network and what it is fed: random images and labels, gradient descent as the paper's.
 *
 * @param network which
 * @param images what it sees
 * @param classes K, or the number of tasks, at least 1
 * @param batch images in a mini-batch, at least 1
 * @param layers whose layers the network is made of
 */
public record Workload(Network network, InputShape images, int classes, int batch, Layers layers) {

  private static final Sgd SGD = Sgd.constant(0.01, 0.9, 1e-4);
  private static final long SEED = 1;

  /** What the figures are of, say {@code abn-resnet20}. */
  public String label() {
    return network.name() + layers.suffix();
  }

  /** The network with new parameters. */
  Model newModel() {
    return layers.newModel(
        network.configuration(images, classes, SGD, SEED, DataType.FLOAT), images, SGD);
  }

  /** A mini-batch; its labels once for each output. Of tasks one is true of each image. */
  MultiDataSet newBatch(ComputationGraph graph) {
    Nd4j.getRandom().setSeed(SEED);
    INDArray input = Nd4j.randn(DataType.FLOAT, layers.inputShape(batch, images));
    INDArray labels = Nd4j.zeros(DataType.FLOAT, batch, classes);
    var random = new Random(SEED);
    for (int i = 0; i < batch; i++) {
      labels.putScalar(i, random.nextInt(classes), 1);
    }
    var outputs = new INDArray[graph.getNumOutputArrays()];
    Arrays.fill(outputs, labels);
    return new MultiDataSet(new INDArray[] {input}, outputs);
  }
}
