package org.abn.spark.action;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.abn.data.InvalidDataException;
import org.abn.spark.figures.PaperIllustration;
import org.apache.hadoop.conf.Configuration;

/**
 * The runs of a reproduction: every configuration that is asked for, with every seed, on the shards
 * that there are.
 *
 * @param confs those that can be run
 * @param seeds how many runs of each, with seeds 1 to this
 * @param withoutData configurations that have no shards, and where they were expected
 */
record ReproductionPlan(List<PlannedConf> confs, int seeds, Map<TableConf, String> withoutData) {

  /**
   * Plans them; every configuration is read before the first is run.
   *
   * @throws InvalidDataException where no configuration has data, or not all of a figure, or one's
   *     settings are at fault
   */
  static ReproductionPlan of(Configuration hadoop, Reproduction asked) throws IOException {
    List<TableConf> confs = asked.rows().confs();
    Optional<String> given = Optional.ofNullable(asked.overrides().get(Reproduction.DATA));
    var places = new DataPlaces(hadoop, given);
    Map<TableConf, String> data = new LinkedHashMap<>();
    Map<TableConf, String> withoutData = new LinkedHashMap<>();
    for (TableConf conf : confs) {
      String own = conf.experiment(asked.overrides()).data().uri();
      places
          .of(conf.dataset(), own)
          .ifPresentOrElse(
              uri -> data.put(conf, uri),
              () -> withoutData.put(conf, places.expected(conf.dataset(), own)));
    }
    if (data.isEmpty() && places.isOne()) { // a rehearsal on other data, which the tables say
      confs.forEach(conf -> data.put(conf, given.orElseThrow()));
      withoutData.clear();
    }
    if (data.isEmpty()) {
      throw new InvalidDataException(
          "no shards to train on for any row; expected them in %s (-D data.uri=...)"
              .formatted(withoutData.values().iterator().next()));
    }
    asked.rows().figure().ifPresent(figure -> requireAll(figure, withoutData));
    List<PlannedConf> planned = new ArrayList<>();
    for (Map.Entry<TableConf, String> entry : data.entrySet()) {
      planned.add(PlannedConf.of(hadoop, entry.getKey(), asked, entry.getValue()));
    }
    return new ReproductionPlan(planned, asked.seeds(), withoutData);
  }

  /** A table may have rows without data, but a figure is of all of its networks. */
  private static void requireAll(PaperIllustration figure, Map<TableConf, String> withoutData) {
    for (Map.Entry<TableConf, String> missing : withoutData.entrySet()) {
      throw InvalidDataException.of(
          "figure %d: no shards to train %s on; expected them in %s (-D data.uri=...)",
          figure.number(), missing.getKey().name(), missing.getValue());
    }
  }

  /** Every run that is asked for. */
  List<PlannedRun> runs() {
    return confs.stream()
        .flatMap(conf -> LongStream.rangeClosed(1, seeds).mapToObj(conf::run))
        .toList();
  }

  /** The plan of a configuration, if it is asked for and has data. */
  Optional<PlannedConf> of(TableConf conf) {
    return confs.stream().filter(planned -> planned.conf().equals(conf)).findFirst();
  }
}
