package org.abn.model.layer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Cuts a layer's part of the network's flat parameter vector into the arrays it declares. */
final class ParameterTable implements ParamInitializer {

  static final ParameterTable INSTANCE = new ParameterTable();

  private ParameterTable() {}

  @Override
  public long numParams(NeuralNetConfiguration conf) {
    return numParams(conf.getLayer());
  }

  @Override
  public long numParams(Layer layer) {
    return parameters(layer).stream().mapToLong(Parameter::length).sum();
  }

  @Override
  public List<String> paramKeys(Layer layer) {
    return names(layer, parameter -> true);
  }

  @Override
  public List<String> weightKeys(Layer layer) {
    return names(layer, Parameter::trained);
  }

  @Override
  public List<String> biasKeys(Layer layer) {
    return List.of();
  }

  @Override
  public boolean isWeightParam(Layer layer, String key) {
    return weightKeys(layer).contains(key);
  }

  @Override
  public boolean isBiasParam(Layer layer, String key) {
    return false;
  }

  @Override
  public Map<String, INDArray> init(
      NeuralNetConfiguration conf, INDArray flat, boolean initializeParams) {
    Map<String, INDArray> arrays = Collections.synchronizedMap(views(conf.getLayer(), flat));
    arrays.keySet().forEach(conf::addVariable);
    if (initializeParams) {
      parameters(conf.getLayer()).forEach(p -> p.initialisation().fill(arrays.get(p.name())));
    }
    return arrays;
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration conf, INDArray gradient) {
    return views(conf.getLayer(), gradient);
  }

  /** Of no array at all, where the layer has no parameters. */
  private static Map<String, INDArray> views(Layer layer, INDArray flat) {
    Map<String, INDArray> views = new LinkedHashMap<>();
    if (parameters(layer).isEmpty()) {
      return views;
    }
    INDArray vector = flat.reshape(flat.length());
    long start = 0;
    for (Parameter parameter : parameters(layer)) {
      long end = start + parameter.length();
      INDArray view = vector.get(NDArrayIndex.interval(start, end));
      views.put(parameter.name(), view.reshape('c', parameter.shape()));
      start = end;
    }
    return views;
  }

  private static List<String> names(Layer layer, Predicate<Parameter> which) {
    return parameters(layer).stream().filter(which).map(Parameter::name).toList();
  }

  private static List<Parameter> parameters(Layer layer) {
    return ((NativeLayer) layer).parameters();
  }
}
