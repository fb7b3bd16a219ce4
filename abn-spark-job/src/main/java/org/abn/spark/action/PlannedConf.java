package org.abn.spark.action;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.abn.data.Storage;
import org.abn.data.record.Split;
import org.abn.data.shard.Manifest;
import org.abn.spark.experiment.Data;
import org.abn.spark.experiment.Experiment;
import org.apache.hadoop.conf.Configuration;

/**
 * A configuration that a reproduction runs.
 *
 * @param conf which
 * @param asked with which settings, and where to
 * @param data its shards
 * @param manifestSha256 of their manifest
 * @param workAnEpoch multiply-adds of an epoch's images, by which the shorter comes first
 */
record PlannedConf(
    TableConf conf, Reproduction asked, String data, String manifestSha256, double workAnEpoch) {

  /**
   * Plans it.
   *
   * @throws org.abn.data.InvalidDataException where its settings or its shards are at fault
   */
  static PlannedConf of(Configuration hadoop, TableConf conf, Reproduction asked, String data)
      throws IOException {
    Manifest manifest = Manifest.read(hadoop, Storage.path(data));
    Data settings = conf.experiment(asked.overrides()).data();
    settings.requireTrainingImages(manifest);
    int images = settings.selection().training(manifest.records(Split.TRAIN));
    double work = (double) conf.cost().multiplyAdds() * images;
    return new PlannedConf(conf, asked, data, manifest.checksum(), work);
  }

  /** Its run with a seed. */
  PlannedRun run(long seed) {
    Map<String, String> settings = new HashMap<>(asked.overrides());
    settings.put(Reproduction.DATA, data);
    settings.put(Reproduction.SEED, Long.toString(seed));
    settings.put(Reproduction.RUN, asked.directory(conf, seed));
    Experiment experiment = conf.experiment(settings);
    return new PlannedRun(conf, experiment, manifestSha256, workAnEpoch);
  }
}
