package org.abn.spark.action;

import java.io.IOException;
import java.util.Optional;
import org.abn.spark.experiment.Experiment;
import org.abn.spark.results.StoredRun;
import org.abn.spark.tables.SeedRun;
import org.apache.hadoop.conf.Configuration;

/**
 * A run that a reproduction has to do, or has done.
 *
 * @param conf of which configuration
 * @param experiment with its seed, its data and its run directory
 * @param workAnEpoch multiply-adds of an epoch's images, by which the shorter comes first
 */
record PlannedRun(TableConf conf, Experiment experiment, double workAnEpoch) {

  long seed() {
    return experiment.training().seed();
  }

  int epochs() {
    return experiment.training().epochs();
  }

  /** What it has left so far. */
  SeedRun soFar(Configuration hadoop) throws IOException {
    Optional<StoredRun> stored = StoredRun.read(hadoop, experiment.runDirectory());
    return new SeedRun(seed(), experiment.runDirectory(), epochs(), stored);
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
