package org.abn.spark.action;

import java.io.IOException;
import java.util.Optional;
import org.abn.data.InvalidDataException;
import org.abn.spark.experiment.Experiment;
import org.abn.spark.results.RunRecord;
import org.abn.spark.results.StoredRun;
import org.abn.spark.tables.SeedRun;
import org.apache.hadoop.conf.Configuration;

/**
 * A run that a reproduction has to do, or has done.
 *
 * @param conf of which configuration
 * @param experiment with its seed, its data and its run directory
 * @param manifestSha256 of the manifest of its data
 * @param workAnEpoch multiply-adds of an epoch's images
 */
record PlannedRun(
    TableConf conf, Experiment experiment, String manifestSha256, double workAnEpoch) {

  long seed() {
    return experiment.training().seed();
  }

  int epochs() {
    return experiment.training().epochs();
  }

  /**
   * What it has left so far. What cannot be read, or is of other settings or of other data, counts
   * as not begun: training there is refused, and says why.
   */
  SeedRun soFar(Configuration hadoop) throws IOException {
    return new SeedRun(seed(), experiment.runDirectory(), epochs(), stored(hadoop));
  }

  private Optional<StoredRun> stored(Configuration hadoop) throws IOException {
    try {
      return StoredRun.read(hadoop, experiment.runDirectory()).filter(run -> isOf(run.record()));
    } catch (InvalidDataException e) {
      return Optional.empty();
    }
  }

  private boolean isOf(RunRecord record) {
    return record.manifestSha256().equals(manifestSha256)
        && experiment.differenceFrom(record.configuration()).isEmpty();
  }

  /** What there is to do of it. */
  double workLeft(SeedRun soFar) {
    return workAnEpoch * Math.max(0, epochs() - soFar.epochs());
  }

  /** As it is called on the console. */
  String title() {
    return conf.name() + ", seed " + seed();
  }
}
