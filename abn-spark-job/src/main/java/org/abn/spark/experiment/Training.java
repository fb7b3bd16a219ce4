package org.abn.spark.experiment;

import org.abn.model.Sgd;

/**
 * How long, on how many workers and by which rule a network is trained: the section {@code train}.
 *
 * @param epochs passes over the training images, at least 1
 * @param batchSize images in one worker's mini-batch, at least 1
 * @param seed what initial parameters, order and augmentation depend on
 * @param workers the logical workers
 * @param sgd the update rule
 * @param checkpoints which there are beside those of epochs
 */
public record Training(
    int epochs, int batchSize, long seed, Workers workers, Sgd sgd, CheckpointRule checkpoints) {
  /**
   * Validates.
   *
   * @throws IllegalArgumentException if the epochs or the batch size are less than 1
   */
  public Training {
    InvalidSettingException.unless(epochs >= 1, "epochs", "at least 1", epochs);
    InvalidSettingException.unless(batchSize >= 1, "batch-size", "at least 1", batchSize);
  }

  static Training read(Section section) {
    section.allowOnly(
        "epochs",
        "batch-size",
        "workers",
        "averaging-frequency",
        "threads-per-worker",
        "seed",
        "learning-rate",
        "momentum",
        "weight-decay",
        "checkpoint-every",
        "keep-checkpoints");
    return section.build(
        () ->
            new Training(
                section.integer("epochs"),
                section.integer("batch-size"),
                section.wholeNumber("seed"),
                Workers.read(section),
                SgdReader.read(section),
                CheckpointRule.read(section)));
  }
}
