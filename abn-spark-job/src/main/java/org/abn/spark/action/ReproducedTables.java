package org.abn.spark.action;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.abn.data.InvalidDataException;
import org.abn.spark.figures.PaperIllustration;
import org.abn.spark.report.ReproductionReport;
import org.abn.spark.results.ReproductionDirectory;
import org.abn.spark.results.StoredFigure;
import org.abn.spark.results.StoredRun;
import org.abn.spark.tables.ConfRuns;
import org.abn.spark.tables.History;
import org.abn.spark.tables.SeedRun;
import org.abn.spark.tables.TableReport;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

  private static final Logger LOG = LoggerFactory.getLogger(ReproducedTables.class);

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
   * Writes the tables and the page anew.
   *
   * @param failures of runs
   */
  void write(List<FailedRun> failures) throws IOException {
    Map<String, ConfRuns> runs = runs(failures);
    write(reports(runs), runs, failures.stream().map(FailedRun::toString).toList());
  }

  /** As {@link #write}, with the history, and says on standard output how things stand. */
  void finish(List<FailedRun> failures) throws IOException {
    Map<String, ConfRuns> runs = runs(failures);
    List<TableReport> reports = reports(runs);
    String today = LocalDate.now().toString();
    List<History.Line> now =
        runs.values().stream().flatMap(conf -> conf.history(today).stream()).toList();
    History before = history();
    directory.writeHistory(before.with(now).csv());
    List<String> warnings = before.warnings(now);
    Path page =
        write(
            reports,
            runs,
            Stream.concat(failures.stream().map(FailedRun::toString), warnings.stream()).toList());
    System.out.print(
        new ReproductionSummary(reports, plan.withoutData(), failures, warnings).text());
    System.out.println("tables: " + directory.tables());
    System.out.println("report: " + page);
  }

  private Path write(List<TableReport> reports, Map<String, ConfRuns> runs, List<String> warnings)
      throws IOException {
    for (TableReport report : reports) {
      String name = "table-" + report.table().number();
      directory.writeTable(name + ".md", report.markdown());
      directory.writeTable(name + ".csv", report.csv());
      directory.writeTable(name + ".json", (Object) report);
    }
    var page = new ReproductionReport(reports, figures(), runs, asked.overrides(), warnings).page();
    return directory.writeReport(page.html());
  }

  /** Those that were drawn, now or before. */
  private List<StoredFigure> figures() throws IOException {
    List<StoredFigure> figures = new ArrayList<>();
    for (PaperIllustration figure : PaperIllustration.values()) {
      try {
        directory.figure(figure.number()).ifPresent(figures::add);
      } catch (InvalidDataException e) {
        LOG.warn("{}; passed over", e.getMessage());
      }
    }
    return figures;
  }

  private List<TableReport> reports(Map<String, ConfRuns> runs) {
    return asked.rows().tables().stream()
        .map(table -> TableReport.of(table, asked.overrides(), runs))
        .toList();
  }

  /** Those of every configuration that is asked for, or has been before. */
  private Map<String, ConfRuns> runs(List<FailedRun> failures) throws IOException {
    Map<String, ConfRuns> runs = new LinkedHashMap<>();
    for (TableConf conf : asked.rows().allConfs()) {
      Optional<PlannedConf> planned = plan.of(conf);
      List<SeedRun> ofConf = planned.isPresent() ? runs(planned.get()) : earlier(conf);
      if (!ofConf.isEmpty()) {
        runs.put(conf.name(), runs(conf, ofConf, failures));
      }
    }
    return runs;
  }

  /** Those that are asked for, and those of more seeds that there are of the same settings. */
  private List<SeedRun> runs(PlannedConf planned) throws IOException {
    TreeSet<Long> seeds = new TreeSet<>(directory.seeds(asked.directory(planned.conf())));
    LongStream.rangeClosed(1, asked.seeds()).forEach(seeds::add);
    List<SeedRun> runs = new ArrayList<>();
    for (long seed : seeds) {
      SeedRun run = planned.run(seed).soFar(hadoop);
      if (seed <= asked.seeds() || run.stored().isPresent()) {
        runs.add(run);
      }
    }
    return runs;
  }

  /** Of a configuration that is not asked for now, each with the epochs that it was to have. */
  private List<SeedRun> earlier(TableConf conf) throws IOException {
    List<SeedRun> runs = new ArrayList<>();
    for (long seed : directory.seeds(asked.directory(conf))) {
      String place = asked.directory(conf, seed);
      readable(place)
          .map(run -> new SeedRun(seed, place, run.record().epochsAsked(), Optional.of(run)))
          .ifPresent(runs::add);
    }
    if (runs.isEmpty() && plan.withoutData().containsKey(conf)) {
      int epochs = conf.recipe().training().epochs();
      runs.add(new SeedRun(1, asked.directory(conf, 1), epochs, Optional.empty()));
    }
    return runs;
  }

  private Optional<StoredRun> readable(String place) throws IOException {
    try {
      return StoredRun.read(hadoop, place);
    } catch (InvalidDataException e) {
      LOG.warn("{}; passed over", e.getMessage());
      return Optional.empty();
    }
  }

  private ConfRuns runs(TableConf conf, List<SeedRun> runs, List<FailedRun> failures) {
    Optional<String> failure =
        failures.stream()
            .filter(failed -> failed.run().conf().equals(conf))
            .map(FailedRun::reason)
            .findFirst();
    Optional<String> missing =
        Optional.ofNullable(plan.withoutData().get(conf))
            .map(place -> "no shards to train on in " + place);
    return new ConfRuns(
        conf.name(),
        conf.recipe().training().epochs(),
        conf.cost(),
        runs,
        failure.or(() -> missing),
        failure.isPresent());
  }
}
