package org.abn.model.onnx;

import java.util.Map;
import org.abn.model.kernel.BatchNormKernel;
import org.abn.model.kernel.Geometry.Window;
import org.abn.model.layer.BatchNorm;
import org.abn.model.layer.Convolution;
import org.abn.model.layer.Linear;
import org.abn.model.saved.InvalidModelException;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;

/** Layers as operators. */
final class LayerOperators {

  /** By what DL4J calls them. */
  private static final Map<String, String> ACTIVATIONS =
      Map.of("relu", "Relu", "sigmoid", "Sigmoid");

  private LayerOperators() {}

  static void convolution(Convolution layer, VertexScope at) {
    Window window = layer.window();
    Operator operator =
        Operator.of("Conv")
            .with("kernel_shape", 2, window.kernel())
            .with("strides", 2, window.stride())
            .with("pads", 4, window.padding())
            .with("group", window.groups());
    String weight = at.array("weight");
    if (layer.epilogue().hasBias()) {
      at.end(layer.epilogue().hasReLU(), operator, at.input(), weight, at.array("bias"));
    } else {
      at.end(operator, at.input(), weight);
    }
  }

  static void batchNorm(BatchNorm layer, VertexScope at) {
    at.end(
        layer.hasReLU(),
        Operator.of("BatchNormalization").with("epsilon", BatchNormKernel.EPSILON),
        at.input(),
        at.array("weight"),
        at.array("bias"),
        at.array("mean"),
        at.array("variance"));
  }

  static void linear(Linear layer, VertexScope at) {
    at.end(product(), at.input(), at.array("weight"), at.array("bias"));
  }

  /** {@code x weightᵀ + bias}. */
  static Operator product() {
    return Operator.of("Gemm").with("transB", 1);
  }

  static void activation(ActivationLayer layer, VertexScope at) {
    String name = layer.getActivationFn().toString();
    String type = ACTIVATIONS.get(name);
    if (type == null) {
      throw new InvalidModelException(
          "layer %s: cannot be exported: expected one of the activations %s, found %s"
              .formatted(at.output(), ACTIVATIONS.keySet().stream().sorted().toList(), name));
    }
    at.end(Operator.of(type), at.input());
  }
}
