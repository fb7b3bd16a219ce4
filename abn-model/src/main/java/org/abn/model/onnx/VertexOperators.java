package org.abn.model.onnx;

import org.abn.model.kernel.PoolingKernel.Kind;
import org.abn.model.kernel.PoolingKernel.Window;
import org.abn.model.layer.Add;
import org.abn.model.layer.AttentionMechanism;
import org.abn.model.layer.AttentionMechanism.Rule;
import org.abn.model.layer.ChannelScaling;
import org.abn.model.layer.Concatenation;
import org.abn.model.layer.Flatten;
import org.abn.model.layer.GlobalAveragePooling;
import org.abn.model.layer.GlobalAveragePooling.Shape;
import org.abn.model.layer.Pooling;
import org.abn.model.layer.SumOfLogarithms;
import org.nd4j.linalg.factory.Nd4j;

/** Vertices as operators. */
final class VertexOperators {

  private VertexOperators() {}

  static void add(Add vertex, VertexScope at) {
    at.end(vertex.hasReLU(), Operator.of("Add"), both(at));
  }

  static void attentionMechanism(AttentionMechanism vertex, VertexScope at) {
    if (vertex.rule() == Rule.PRODUCT) {
      at.end(Operator.of("Mul"), both(at));
    } else {
      at.end(Operator.of("Add"), at.step("product", Operator.of("Mul"), both(at)), at.input());
    }
  }

  static void channelScaling(ChannelScaling vertex, VertexScope at) {
    String axes = at.onnx().integers("axes_of_positions", 2, 3);
    String weights = at.step("weights", Operator.of("Unsqueeze"), at.inputs().get(1), axes);
    at.end(Operator.of("Mul"), at.input(), weights);
  }

  static void concatenation(Concatenation vertex, VertexScope at) {
    at.end(Operator.of("Concat").with("axis", 1), both(at));
  }

  static void flatten(Flatten vertex, VertexScope at) {
    at.end(Operator.of("Flatten"), at.input());
  }

  static void globalAveragePooling(GlobalAveragePooling vertex, VertexScope at) {
    Operator mean = Operator.of("GlobalAveragePool");
    if (vertex.shape() == Shape.MAP) {
      at.end(mean, at.input());
    } else {
      at.end(Operator.of("Flatten"), at.step("means", mean, at.input()));
    }
  }

  static void pooling(Pooling vertex, VertexScope at) {
    Window window = vertex.window();
    at.end(
        Operator.of(window.kind() == Kind.MAX ? "MaxPool" : "AveragePool")
            .with("kernel_shape", 2, window.height())
            .with("strides", 2, window.stride())
            .with("pads", 4, window.padding()),
        at.input());
  }

  static void sumOfLogarithms(SumOfLogarithms vertex, VertexScope at) {
    String one = at.onnx().floats("one", Nd4j.ones(1));
    String sum = at.step("plus_one", Operator.of("Add"), at.input(), one);
    String logarithms = at.step("logarithms", Operator.of("Log"), sum);
    String channels = at.onnx().integers("axis_of_channels", 1);
    at.end(Operator.of("ReduceSum").with("keepdims", 1), logarithms, channels);
  }

  private static String[] both(VertexScope at) {
    return at.inputs().toArray(String[]::new);
  }
}
