package org.abn.model.layer;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A layer that computes on native operations, writes its gradients straight into the network's flat
 * gradient vector and never runs its forward pass twice in a step.
 */
abstract class NativeLayerRuntime<C extends NativeLayer> extends BaseLayer<C> {

  NativeLayerRuntime(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  /** The layer's whole gradient: the views that backpropagation has just filled. */
  Gradient filledGradient() {
    Gradient gradient = new DefaultGradient();
    gradientViews.forEach(gradient::setGradientFor);
    return gradient;
  }

  /** Zero: weight decay acts on the gradient and is no part of the loss (Eq. 3). */
  @Override
  public double calcRegularizationScore(boolean backpropParamsOnly) {
    return 0;
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }
}
