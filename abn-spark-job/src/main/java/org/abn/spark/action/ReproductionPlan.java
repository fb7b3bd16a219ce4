package org.abn.spark.action;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.abn.data.InvalidDataException;
import org.abn.data.Storage;
import org.abn.data.record.Split;
import org.abn.data.shard.Manifest;
import org.abn.spark.experiment.Experiment;
import org.apache.hadoop.conf.Configuration;

/**
 * The runs of a reproduction: every configuration that is asked for, with every seed, on the shards
 * that there are.
 *
 * @param runs those that can be done
 * @param withoutData configurations that have no shards, and where they were expected
 * @param otherData whether the shards are of a dataset that is none of the tables asked for; then
 *     every configuration is run on them
 */
record ReproductionPlan(
    List<PlannedRun> runs, Map<TableConf, String> withoutData, boolean otherData) {

  /**
   * Plans them; every configuration is read before the first is run.
   *
   * @throws InvalidDataException where no configuration has data, or one's settings are at fault
   */
  static ReproductionPlan of(Configuration hadoop, Reproduction asked) throws IOException {
    List<TableConf> confs = asked.rows().confs();
    Optional<String> given = Optional.ofNullable(asked.overrides().get(Reproduction.DATA));
    var places = new DataPlaces(hadoop, given);
    Map<TableConf, String> data = new LinkedHashMap<>();
    Map<TableConf, String> withoutData = new LinkedHashMap<>();
    for (TableConf conf : confs) {
      String own = conf.recipe().data().uri();
      places
          .of(conf.dataset(), own)
          .ifPresentOrElse(
              uri -> data.put(conf, uri),
              () -> withoutData.put(conf, places.expected(conf.dataset(), own)));
    }
    boolean otherData = data.isEmpty() && places.isOne();
    if (otherData) {
      confs.forEach(conf -> data.put(conf, given.orElseThrow()));
      withoutData.clear();
    }
    if (data.isEmpty()) {
      throw new InvalidDataException(
          "no shards for any row; expected them in %s (-D data.uri=...)"
              .formatted(withoutData.values().iterator().next()));
    }
    return new ReproductionPlan(runs(hadoop, asked, data), withoutData, otherData);
  }

  private static List<PlannedRun> runs(
      Configuration hadoop, Reproduction asked, Map<TableConf, String> data) throws IOException {
    List<PlannedRun> runs = new ArrayList<>();
    for (Map.Entry<TableConf, String> entry : data.entrySet()) {
      TableConf conf = entry.getKey();
      Manifest manifest = Manifest.read(hadoop, Storage.path(entry.getValue()));
      double multiplyAdds = conf.cost().multiplyAdds();
      for (int seed = 1; seed <= asked.seeds(); seed++) {
        Map<String, String> settings = new HashMap<>(asked.overrides());
        settings.put(Reproduction.DATA, entry.getValue());
        settings.put(Reproduction.SEED, Integer.toString(seed));
        settings.put(Reproduction.RUN, asked.directory(conf, seed));
        Experiment experiment = conf.experiment(settings);
        int images = experiment.data().selection().training(manifest.records(Split.TRAIN));
        runs.add(new PlannedRun(conf, experiment, multiplyAdds * images));
      }
    }
    return List.copyOf(runs);
  }
}
