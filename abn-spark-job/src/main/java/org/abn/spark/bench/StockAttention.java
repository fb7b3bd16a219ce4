package org.abn.spark.bench;

import java.util.Objects;
import org.abn.model.layer.AttentionMechanism.Rule;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLambdaVertex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * The attention mechanism (Fukui et al. 2019, Eq. 1 and 2) as a user of DL4J writes it: a formula
 * for DL4J's {@link SameDiffLambdaVertex}, which runs and differentiates it.
 *
 * <p>Inputs: features {@code [N, C, H, W]} and map {@code [N, 1, H, W]}; output {@code [N, C, H,
 * W]}.
 */
final class StockAttention extends SameDiffLambdaVertex {

  private final Rule rule;

  StockAttention(Rule rule) {
    this.rule = rule;
  }

  @Override
  public SDVariable defineVertex(SameDiff graph, VertexInputs inputs) {
    SDVariable features = inputs.getInput(0);
    SDVariable product = features.mul(inputs.getInput(1));
    return switch (rule) {
      case PRODUCT -> product;
      case RESIDUAL -> product.add(features);
    };
  }

  @Override
  public InputType getOutputType(int index, InputType... types) {
    return types[0];
  }

  @Override
  public GraphVertex clone() {
    return new StockAttention(rule);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StockAttention that && rule == that.rule;
  }

  @Override
  public int hashCode() {
    return Objects.hash(rule);
  }
}
