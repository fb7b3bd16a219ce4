package org.abn.model;

import java.util.Optional;
import java.util.OptionalDouble;
import org.abn.model.backbone.AttentionHead;

/**
 * What can be chosen about a network of a name.
 *
 * @param dropout probability that a value is dropped, in [0, 1), in place of the family's own: 0.3
 *     in a Wide ResNet, 0 in a DenseNet, 0.5 in a VGG16
 * @param attentionHead how the attention branch ends, in place of the family's own
 * @param tasksAtATime of a multi-task network, how many tasks' activations are in memory at once in
 *     training, at least 1
 */
public record NetworkOptions(
    OptionalDouble dropout, Optional<AttentionHead> attentionHead, int tasksAtATime) {

  /** A stack of 8 tasks keeps two cores busy at the paper's mini-batch of 8. */
  private static final int TASKS_AT_A_TIME = 8;

  /** Everything as the authors have it. */
  public static final NetworkOptions DEFAULT =
      new NetworkOptions(OptionalDouble.empty(), Optional.empty(), TASKS_AT_A_TIME);

  /** Refuses values out of their range. */
  public NetworkOptions {
    if (dropout.isPresent() && !(dropout.getAsDouble() >= 0 && dropout.getAsDouble() < 1)) {
      throw new IllegalArgumentException(
          "dropout must be at least 0 and below 1, cannot be: " + dropout.getAsDouble());
    }
    if (tasksAtATime < 1) {
      throw new IllegalArgumentException(
          "tasks at a time must be at least 1, cannot be: " + tasksAtATime);
    }
  }

  /** The same with another dropout. */
  public NetworkOptions withDropout(double probability) {
    return new NetworkOptions(OptionalDouble.of(probability), attentionHead, tasksAtATime);
  }

  /** The same with another end of the attention branch. */
  public NetworkOptions withAttentionHead(AttentionHead head) {
    return new NetworkOptions(dropout, Optional.of(head), tasksAtATime);
  }

  /** The same with another number of tasks at a time. */
  public NetworkOptions withTasksAtATime(int tasks) {
    return new NetworkOptions(dropout, attentionHead, tasks);
  }
}
