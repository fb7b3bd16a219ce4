package org.abn.spark.tables;

import java.util.Optional;
import org.abn.spark.results.EpochMetrics;
import org.abn.spark.results.StoredRun;

/**
 * A run of a configuration with one seed.
 *
 * @param seed what initial parameters, order and augmentation depend on
 * @param directory of the run
 * @param epochsAsked how many epochs it is to have
 * @param stored what it has left so far; empty where it has not begun
 */
public record SeedRun(long seed, String directory, int epochsAsked, Optional<StoredRun> stored) {

  /** How many epochs are done. */
  public int epochs() {
    return stored.map(run -> run.epochs().size()).orElse(0);
  }

  /** Whether all epochs are done. */
  public boolean isFinished() {
    return epochs() >= epochsAsked;
  }

  /** The last epoch. */
  Optional<EpochMetrics> last() {
    return stored.flatMap(StoredRun::last);
  }

  /** The epoch with the least error on the test images. */
  Optional<EpochMetrics> best() {
    return stored.flatMap(StoredRun::best);
  }

  /** The epoch with the least error on the images held out. */
  Optional<EpochMetrics> chosen() {
    return stored.flatMap(StoredRun::chosen);
  }
}
