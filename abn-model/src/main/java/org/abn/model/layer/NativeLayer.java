package org.abn.model.layer;

import java.util.Collection;
import java.util.List;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * The configuration that our layers share: a table of parameters, weight decay on each of them as
 * PyTorch applies it, but not on running statistics.
 */
public abstract class NativeLayer extends BaseLayer {

  NativeLayer() {
    activationFn = new ActivationIdentity();
  }

  /** The arrays of this layer, in the order in which they lie in the flat parameter vector. */
  abstract List<Parameter> parameters();

  /** What the layer is, in words: {@code convolution 3x3}. */
  public abstract String description();

  /**
   * Products of weights and inputs, each added to others, in the forward pass of one example.
   *
   * @param input of one example
   */
  public long multiplyAdds(InputType input) {
    return 0;
  }

  /** How often a training step moves the layer's running statistics, if it has any. */
  public int updatesAStep() {
    return 1;
  }

  /** Numbers that the optimiser moves. */
  public final long trainedParameters() {
    return parameters().stream().filter(Parameter::trained).mapToLong(Parameter::length).sum();
  }

  /** Numbers that it does not: running means and variances. */
  public final long statistics() {
    return parameters().stream().mapToLong(Parameter::length).sum() - trainedParameters();
  }

  /** The layer that computes; parameters are set afterwards. */
  abstract NativeLayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType);

  @Override
  public final org.deeplearning4j.nn.api.Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parametersView,
      boolean initializeParameters,
      DataType dataType) {
    NativeLayerRuntime<?> layer = runtime(conf, dataType);
    layer.setListeners(listeners);
    layer.setIndex(index);
    layer.setParamsViewArray(parametersView);
    layer.setParamTable(initializer().init(conf, parametersView, initializeParameters));
    layer.setConf(conf);
    return layer;
  }

  @Override
  public final ParamInitializer initializer() {
    return ParameterTable.INSTANCE;
  }

  /**
   * The same for running statistics, whose gradient is zero: DL4J then updates the whole network at
   * once and not array by array.
   */
  @Override
  public final IUpdater getUpdaterByParam(String name) {
    return iUpdater;
  }

  @Override
  public final List<Regularization> getRegularizationByParam(String name) {
    return initializer().isWeightParam(this, name) ? regularization : null;
  }

  @Override
  public final boolean isPretrainParam(String name) {
    return false;
  }

  @Override
  public final InputPreProcessor getPreProcessorForInputType(InputType inputType) {
    return null;
  }

  @Override
  public final LayerMemoryReport getMemoryReport(InputType inputType) {
    return new LayerMemoryReport.Builder(
            layerName, getClass(), inputType, getOutputType(0, inputType))
        .standardMemory(initializer().numParams(this), initializer().numParams(this))
        .build();
  }

  @Override
  public NativeLayer clone() {
    return (NativeLayer) super.clone();
  }
}
