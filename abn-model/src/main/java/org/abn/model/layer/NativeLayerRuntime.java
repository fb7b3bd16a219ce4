package org.abn.model.layer;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A layer that computes on native operations, writes its gradients straight into the network's flat
 * gradient vector and never runs its forward pass twice in a step.
 */
abstract class NativeLayerRuntime<C extends NativeLayer> extends BaseLayer<C>
    implements BackwardReads {

  /** Whether passes that keep activations evaluate; DL4J's passes with gradients all train. */
  private boolean evaluates;

  /** The last forward pass, which a backward pass belongs to. */
  private Pass pass = Pass.EVALUATION;

  NativeLayerRuntime(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  /** Makes the passes that follow evaluate although they keep activations, or ends that. */
  final void evaluates(boolean whether) {
    evaluates = whether;
  }

  /** The pass that a backward pass is about to end. */
  final Pass pass() {
    return pass;
  }

  @Override
  public final INDArray activate(boolean keepsActivations, LayerWorkspaceMgr workspaces) {
    pass = Pass.of(keepsActivations, evaluates);
    return activate(pass, workspaces);
  }

  @Override
  public boolean readsInputs() {
    return true;
  }

  @Override
  public boolean readsOutput() {
    return false;
  }

  /** Computes the output. */
  abstract INDArray activate(Pass kind, LayerWorkspaceMgr workspaces);

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
