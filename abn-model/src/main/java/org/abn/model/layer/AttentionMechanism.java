package org.abn.model.layer;

import org.abn.model.kernel.Layout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Weights a feature map by an attention map (Fukui et al. 2019, section 3.2).
 *
 * <p>Inputs: feature map {@code g(x)}, {@code [N, H, W, C]}, and attention map {@code M(x)}, {@code
 * [N, H, W, 1]}; output {@code g'(x)}, {@code [N, H, W, C]}.
 */
public final class AttentionMechanism extends NativeVertex {

  /** How the map enters the features. */
  public enum Rule {
    /** {@code g'(x) = M(x) g(x)} (Eq. 1). */
    PRODUCT,
    /** {@code g'(x) = (1 + M(x)) g(x)} (Eq. 2). */
    RESIDUAL;

    /** What a map is everywhere that leaves the features as they are. */
    public float identity() {
      return this == PRODUCT ? 1 : 0;
    }
  }

  @JsonProperty private final Rule rule;

  /**
   * @param rule how the map enters the features
   */
  public AttentionMechanism(@JsonProperty("rule") Rule rule) {
    super(2);
    this.rule = rule;
  }

  /** How the map enters the features. */
  public Rule rule() {
    return rule;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AttentionMechanism that && rule == that.rule;
  }

  @Override
  public int hashCode() {
    return rule.hashCode();
  }

  @Override
  public String description() {
    return rule == Rule.PRODUCT ? "M g (Eq. 1)" : "(1 + M) g (Eq. 2)";
  }

  @Override
  public InputType getOutputType(int index, InputType... types) {
    if (types[0] instanceof InputTypeConvolutional features
        && types[1] instanceof InputTypeConvolutional map
        && map.getChannels() == 1
        && map.getHeight() == features.getHeight()
        && map.getWidth() == features.getWidth()) {
      return features;
    }
    throw new IllegalArgumentException(
        "Expected a feature map and a one-channel attention map of its size, got %s and %s"
            .formatted(types[0], types[1]));
  }

  @Override
  NativeVertexRuntime runtime(ComputationGraph graph, String name, int index, DataType dataType) {
    return new Vertex(graph, name, index, dataType, rule);
  }

  private static final class Vertex extends NativeVertexRuntime {

    private final Rule rule;

    /** The features of the last forward pass, their channels along one axis. */
    private INDArray features;

    Vertex(ComputationGraph graph, String name, int index, DataType dataType, Rule rule) {
      super(graph, name, index, dataType);
      this.rule = rule;
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
      features = Layout.onOneAxis(input(0, workspaces), ArrayType.ACTIVATIONS, workspaces);
      return weigh(features, activation(workspaces, features.shape()));
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
      INDArray inner = weigh(epsilon, gradient(workspaces, features.shape()));
      INDArray map = gradient(workspaces, inputs[1].shape());
      INDArray product =
          workspaces.createUninitialized(ArrayType.BP_WORKING_MEM, dataType, features.shape(), 'c');
      MapProduct.mapGradient(features, epsilon, product, map);
      INDArray outer = Layout.as(inputs[0].shape(), inner, ArrayType.ACTIVATION_GRAD, workspaces);
      return Pair.of(null, new INDArray[] {outer, map});
    }

    @Override
    public void clear() {
      super.clear();
      features = null;
    }

    /** The rule is linear in the features, so one method serves both directions. */
    private INDArray weigh(INDArray x, INDArray result) {
      MapProduct.of(x, inputs[1], result);
      return rule == Rule.RESIDUAL ? result.addi(x) : result;
    }
  }
}
