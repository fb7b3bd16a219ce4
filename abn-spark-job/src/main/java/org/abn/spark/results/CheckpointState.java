package org.abn.spark.results;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
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
 * @param partial how far the next epoch has come; null, and not in the file, at the end of one
 */
public record CheckpointState(
    int epoch,
    int step,
    long seed,
    String parametersSha256,
    String momentumSha256,
    List<EpochMetrics> metrics,
    @JsonInclude(Include.NON_NULL) PartialEpoch partial) {

  /** Rounds of the next epoch that are done. */
  int rounds() {
    return partial == null ? 0 : partial.rounds();
  }
}
