package org.abn.spark.bench;

import java.util.Locale;
import org.abn.model.InputShape;
import org.abn.model.Sgd;
import org.abn.model.kernel.Geometry;
import org.abn.model.kernel.PoolingKernel;
import org.abn.model.layer.Add;
import org.abn.model.layer.AttentionMechanism;
import org.abn.model.layer.BatchNorm;
import org.abn.model.layer.Convolution;
import org.abn.model.layer.GlobalAveragePooling;
import org.abn.model.layer.GlobalAveragePooling.Shape;
import org.abn.model.layer.Linear;
import org.abn.model.layer.Pooling;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A network of ours made of DL4J's own layers, as a user of DL4J writes it: to compare with.
 *
 * <p>Stock is everything: layers, vertices, the updater {@link Nesterovs}, the loss {@link
 * LossFunction#MCXENT}, feature maps {@code [N, C, H, W]}, and every switch of DL4J as it comes, so
 * also its oneDNN layer helpers, which are off. DL4J has no vertex that broadcasts an attention
 * map; {@link StockAttention} is what it offers for writing one.
 *
 * <p>The network's output for the same parameters is ours. Its training differs where DL4J does:
 * Nesterov's momentum, weight decay on weights alone, the biased running variance, the gradient of
 * the images.
 *
 * <p>Vertices have our names. Where two stand for one of ours, the second has its name.
 */
final class StockLayers {

  private static final double EPSILON = 1e-5;
  private static final double KEPT_OF_RUNNING_AVERAGE = 0.9;

  private final ComputationGraphConfiguration ours;
  private final GraphBuilder stock;

  private StockLayers(ComputationGraphConfiguration ours, GraphBuilder stock) {
    this.ours = ours;
    this.stock = stock;
  }

  /**
   * The same network of stock layers; input {@code [N, C, H, W]}.
   *
   * @param ours a network as {@link org.abn.model.Network} configures it
   * @param images what it is for
   * @param sgd whose learning rate stays that of epoch 0
   * @throws IllegalArgumentException where DL4J has nothing that computes a layer of ours
   */
  static ComputationGraphConfiguration of(
      ComputationGraphConfiguration ours, InputShape images, Sgd sgd) {
    GraphBuilder stock =
        new NeuralNetConfiguration.Builder()
            .seed(ours.getDefaultConfiguration().getSeed())
            .dataType(ours.getDataType())
            .weightInit(WeightInit.RELU)
            .updater(new Nesterovs(sgd.rate(0), sgd.momentum()))
            .l2(sgd.weightDecay())
            .graphBuilder()
            .addInputs(ours.getNetworkInputs())
            .setInputTypes(
                InputType.convolutional(
                    images.height(), images.width(), images.channels(), CNN2DFormat.NCHW));
    var translation = new StockLayers(ours, stock);
    ours.getVertices().keySet().forEach(translation::add);
    return stock.setOutputs(ours.getNetworkOutputs().toArray(String[]::new)).build();
  }

  private void add(String name) {
    GraphVertex vertex = ours.getVertices().get(name);
    String[] inputs = ours.getVertexInputs().get(name).toArray(String[]::new);
    if (vertex instanceof Add join && join.hasReLU()) {
      stock.addVertex(name + ".sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), inputs);
      stock.addLayer(name, new ActivationLayer(Activation.RELU), name + ".sum");
    } else if (vertex instanceof Add) {
      stock.addVertex(name, new ElementWiseVertex(ElementWiseVertex.Op.Add), inputs);
    } else if (vertex instanceof AttentionMechanism mechanism) {
      stock.addVertex(name, new StockAttention(mechanism.rule()), inputs);
    } else if (configuration(vertex) instanceof BatchNorm norm && norm.hasReLU()) {
      stock.addLayer(name + ".norm", batchNormalization(), inputs);
      stock.addLayer(name, new ActivationLayer(Activation.RELU), name + ".norm");
    } else {
      stock.addLayer(name, layer(name, configuration(vertex)), inputs);
    }
  }

  /** A layer's, or a vertex itself. */
  private static Object configuration(GraphVertex vertex) {
    return vertex instanceof LayerVertex layer ? layer.getLayerConf().getLayer() : vertex;
  }

  private static Layer layer(String name, Object ours) {
    if (ours instanceof Convolution convolution && !convolution.epilogue().hasBias()) {
      return convolution(name, convolution.window());
    } else if (ours instanceof BatchNorm) {
      return batchNormalization();
    } else if (ours instanceof GlobalAveragePooling pooling) {
      return globalPooling(pooling.shape());
    } else if (ours instanceof Pooling pooling) {
      return subsampling(pooling.window());
    } else if (ours instanceof Linear linear) {
      return dense(linear.outputs());
    } else if (ours instanceof LossLayer) {
      return new LossLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX).build();
    } else if (ours instanceof ActivationLayer activation) {
      return activation.clone();
    }
    throw new IllegalArgumentException(
        "%s: no layer of DL4J is known to compute %s".formatted(name, ours.getClass().getName()));
  }

  private static Layer convolution(String name, Geometry.Window window) {
    if (window.groups() != 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: DL4J's ConvolutionLayer has no groups, so they must be 1, cannot be: %d",
              name,
              window.groups()));
    }
    return new ConvolutionLayer.Builder(window.kernel(), window.kernel())
        .stride(window.stride(), window.stride())
        .padding(window.padding(), window.padding())
        .nOut(window.outChannels())
        .hasBias(false)
        .activation(Activation.IDENTITY)
        .build();
  }

  private static Layer batchNormalization() {
    return new BatchNormalization.Builder()
        .eps(EPSILON)
        .decay(KEPT_OF_RUNNING_AVERAGE)
        .useLogStd(false)
        .build();
  }

  private static Layer globalPooling(Shape shape) {
    return new GlobalPoolingLayer.Builder(PoolingType.AVG)
        .collapseDimensions(shape == Shape.VECTOR)
        .build();
  }

  private static Layer subsampling(PoolingKernel.Window window) {
    var type =
        switch (window.kind()) {
          case MAX -> SubsamplingLayer.PoolingType.MAX;
          case AVERAGE -> SubsamplingLayer.PoolingType.AVG;
        };
    return new SubsamplingLayer.Builder(type)
        .kernelSize(window.height(), window.width())
        .stride(window.stride(), window.stride())
        .padding(window.padding(), window.padding())
        .build();
  }

  private static Layer dense(int outputs) {
    return new DenseLayer.Builder().nOut(outputs).activation(Activation.IDENTITY).build();
  }
}
