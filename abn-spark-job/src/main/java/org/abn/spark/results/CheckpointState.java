package org.abn.spark.results;

import java.util.List;

/**
 * {@code state.json}: where a checkpoint stands in its run.
 *
 * @param epoch epochs trained
 * @param step mini-batches of one worker trained
 * @param seed of initial parameters, order and augmentation; with epoch and step, the whole of the
 *     run's random state
 * @param parametersSha256 of the float32 values, little-endian, in the order of DL4J's flat vector
 * @param momentumSha256 likewise
 * @param metrics of every epoch so far
 */
public record CheckpointState(
    int epoch,
    int step,
    long seed,
    String parametersSha256,
    String momentumSha256,
    List<EpochMetrics> metrics) {}
