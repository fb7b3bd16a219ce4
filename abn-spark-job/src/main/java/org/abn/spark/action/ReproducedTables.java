package org.abn.spark.action;

import java.io.IOException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.abn.spark.results.ReproductionDirectory;
import org.abn.spark.results.StoredRun;
import org.abn.spark.tables.ConfRuns;
import org.abn.spark.tables.History;
import org.abn.spark.tables.SeedRun;
import org.abn.spark.tables.TableReport;
import org.apache.hadoop.conf.Configuration;

/**
 * The tables of a reproduction, as its runs are.
 *
 * @param hadoop Hadoop's configuration
 * @param asked of which tables
 * @param plan the runs that are asked for
 * @param directory where to
 */
record ReproducedTables(
    Configuration hadoop,
    Reproduction asked,
    ReproductionPlan plan,
    ReproductionDirectory directory) {

  /** Before anything is trained. */
  void requireReadableHistory() throws IOException {
    history();
  }

  private History history() throws IOException {
    Optional<String> text = directory.history();
    return text.isEmpty()
        ? new History(List.of())
        : History.parse(directory.historyFile().toString(), text.get());
  }

  /**
   * Writes the tables anew.
   *
   * @param failures of runs, by title
   */
  void write(Map<String, String> failures) throws IOException {
    for (TableReport report : reports(runs(failures))) {
      String name = "table-" + report.table().number();
      directory.writeTable(name + ".md", report.markdown());
      directory.writeTable(name + ".csv", report.csv());
      directory.writeTable(name + ".json", (Object) report);
    }
  }

  private List<TableReport> reports(Map<String, ConfRuns> runs) {
    return asked.rows().tables().stream()
        .map(table -> TableReport.of(table, asked.overrides(), runs))
        .toList();
  }

  /** Writes the history, and says on standard output how things stand. */
  void finish(Map<String, String> failures) throws IOException {
    Map<String, ConfRuns> runs = runs(failures);
    String today = LocalDate.now().toString();
    List<History.Line> now =
        runs.values().stream().flatMap(conf -> conf.history(today).stream()).toList();
    History before = history();
    directory.writeHistory(before.with(now).csv());
    System.out.print(
        new ReproductionSummary(reports(runs), plan.withoutData(), failures, before.warnings(now))
            .text());
    System.out.println("tables: " + directory.tables());
  }

  /** Those of every configuration that is asked for, or has been before. */
  private Map<String, ConfRuns> runs(Map<String, String> failures) throws IOException {
    Map<String, ConfRuns> runs = new LinkedHashMap<>();
    for (TableConf conf : asked.rows().allConfs()) {
      List<PlannedRun> planned =
          plan.runs().stream().filter(run -> run.conf().equals(conf)).toList();
      runs(conf, planned, failures).ifPresent(found -> runs.put(conf.name(), found));
    }
    return runs;
  }

  private Optional<ConfRuns> runs(
      TableConf conf, List<PlannedRun> planned, Map<String, String> failures) throws IOException {
    int recipe = conf.recipe().training().epochs();
    Map<Long, SeedRun> bySeed = new TreeMap<>();
    for (PlannedRun run : planned) {
      bySeed.put(run.seed(), run.soFar(hadoop));
    }
    for (long seed : directory.seeds(asked.directory(conf))) {
      if (!bySeed.containsKey(seed)) {
        earlier(conf, seed).ifPresent(run -> bySeed.put(seed, run));
      }
    }
    Optional<String> failure =
        planned.stream()
            .flatMap(run -> Optional.ofNullable(failures.get(run.title())).stream())
            .findFirst();
    Optional<String> missing =
        Optional.ofNullable(plan.withoutData().get(conf)).map(place -> "no shards in " + place);
    if (bySeed.isEmpty() && missing.isPresent()) {
      bySeed.put(1L, new SeedRun(1, asked.directory(conf, 1), recipe, Optional.empty()));
    }
    return bySeed.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ConfRuns(
                conf.name(),
                recipe,
                conf.cost(),
                List.copyOf(bySeed.values()),
                failure.or(() -> missing),
                failure.isPresent()));
  }

  /** A run of before that is not asked for now, with the epochs that it was to have. */
  private Optional<SeedRun> earlier(TableConf conf, long seed) throws IOException {
    String place = asked.directory(conf, seed);
    return StoredRun.read(hadoop, place)
        .map(run -> new SeedRun(seed, place, run.record().epochsAsked(), Optional.of(run)));
  }
}
