package org.abn.model.layer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.abn.model.kernel.BatchNormKernel;
import org.abn.model.kernel.Epilogue;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Makes a network faster at inference: a batch norm behind a convolution that feeds nothing else
 * becomes part of it, as a {@link Convolution} with a bias.
 *
 * <p>With {@code s = weight / sqrt(running variance + epsilon)} of the batch norm, the
 * convolution's weight {@code W} becomes {@code s W} and its bias {@code b}, zero where it has
 * none, {@code bias + s (b - running mean)}.
 *
 * <p>The vertex of the pair has the batch norm's name; all other vertices keep theirs. Outputs are
 * those of the trained network to rounding.
 */
public final class BatchNormFolding {

  private final ComputationGraph trained;
  private final ComputationGraphConfiguration folded;

  /** By batch norm the convolution that goes into it. */
  private final Map<String, String> pairs = new HashMap<>();

  private BatchNormFolding(ComputationGraph trained) {
    this.trained = trained;
    folded = trained.getConfiguration().clone();
  }

  /**
   * A copy of a network for inference; later training of the original does not change it.
   *
   * @param trained with parameters
   */
  public static ComputationGraph of(ComputationGraph trained) {
    return new BatchNormFolding(trained).fold();
  }

  private ComputationGraph fold() {
    for (String name : List.copyOf(folded.getVertices().keySet())) {
      if (layer(name) instanceof BatchNorm norm) {
        String input = folded.getVertexInputs().get(name).get(0);
        if (takesNorm(input)) {
          pairs.put(name, input);
          replace(name, input, both((Convolution) layer(input), norm));
        }
      }
    }
    folded.setTopologicalOrder(null);
    folded.setTopologicalOrderStr(null);
    var network = new ComputationGraph(folded);
    network.init(Nd4j.createUninitialized(trained.params().dataType(), numParams()), false);
    copyParameters(network);
    return network;
  }

  /**
   * Whether a vertex is a convolution, without a ReLU or a norm in it, that feeds the norm alone.
   */
  private boolean takesNorm(String vertex) {
    Layer layer = layer(vertex);
    return layer instanceof Convolution convolution
        && !convolution.epilogue().hasReLU()
        && !pairs.containsKey(vertex)
        && consumers(vertex) == 1;
  }

  private static Convolution both(Convolution convolution, BatchNorm norm) {
    Convolution both = convolution.with(norm.hasReLU() ? Epilogue.BIAS_RELU : Epilogue.BIAS);
    both.setLayerName(norm.getLayerName());
    return both;
  }

  private long numParams() {
    return folded.getVertices().values().stream().mapToLong(v -> v.numParams(true)).sum();
  }

  private Layer layer(String vertex) {
    GraphVertex configuration = folded.getVertices().get(vertex);
    return configuration instanceof LayerVertex layer ? layer.getLayerConf().getLayer() : null;
  }

  private long consumers(String vertex) {
    return folded.getVertexInputs().values().stream()
        .flatMap(List::stream)
        .filter(vertex::equals)
        .count();
  }

  private void replace(String norm, String convolution, Convolution both) {
    var vertex = (LayerVertex) folded.getVertices().get(norm);
    NeuralNetConfiguration conf = vertex.getLayerConf().clone();
    conf.setLayer(both);
    folded.getVertices().put(norm, new LayerVertex(conf, null));
    folded.getVertexInputs().put(norm, folded.getVertexInputs().get(convolution));
    folded.getVertices().remove(convolution);
    folded.getVertexInputs().remove(convolution);
  }

  private void copyParameters(ComputationGraph network) {
    network
        .paramTable()
        .forEach(
            (key, array) -> {
              String vertex = key.substring(0, key.lastIndexOf('_'));
              if (pairs.containsKey(vertex)) {
                array.assign(folded(vertex, key.substring(vertex.length() + 1)));
              } else {
                array.assign(trained.getParam(key));
              }
            });
  }

  private INDArray folded(String norm, String parameter) {
    INDArray variance = parameter(norm, BatchNorm.VARIANCE);
    INDArray scale =
        Transforms.pow(variance.add(BatchNormKernel.EPSILON), -0.5)
            .muli(parameter(norm, BatchNorm.WEIGHT));
    if (parameter.equals(Convolution.BIAS)) {
      INDArray mean = parameter(norm, BatchNorm.MEAN);
      INDArray bias = parameter(pairs.get(norm), Convolution.BIAS);
      INDArray centre = bias == null ? mean : mean.sub(bias);
      return parameter(norm, BatchNorm.BIAS).sub(scale.muli(centre));
    }
    INDArray weight = parameter(pairs.get(norm), Convolution.WEIGHT);
    return weight.mul(scale.reshape('c', scale.length(), 1, 1, 1));
  }

  private INDArray parameter(String vertex, String name) {
    return trained.getParam(vertex + "_" + name);
  }
}
