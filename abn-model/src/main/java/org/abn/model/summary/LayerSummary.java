package org.abn.model.summary;

import java.util.List;

/**
 * One vertex of a network.
 *
 * @param part of the paper's network that it belongs to: {@code attention_branch}; empty outside
 * @param module what the public checkpoints call it
 * @param description what it does, in words
 * @param outputShape of one example: {@code [H, W, C]} or {@code [length]}
 * @param parameters that are trained, and running statistics of batch norms
 * @param multiplyAdds of convolutions and fully connected layers, for one example
 * @param atOnce how many outputs of one example are in memory at once: of several tasks, some
 */
public record LayerSummary(
    String part,
    String module,
    String description,
    List<Long> outputShape,
    Parameters parameters,
    long multiplyAdds,
    int atOnce) {

  /**
   * Numbers in a layer's arrays.
   *
   * @param trained weights and biases
   * @param statistics running means and variances
   */
  public record Parameters(long trained, long statistics) {
    static final Parameters NONE = new Parameters(0, 0);

    Parameters plus(Parameters other) {
      return new Parameters(trained + other.trained, statistics + other.statistics);
    }
  }
}
