package org.abn.spark.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.abn.spark.results.EpochMetrics;
import org.abn.spark.results.StoredFigure;
import org.abn.spark.tables.ConfRuns;
import org.abn.spark.tables.ConfRuns.State;
import org.abn.spark.tables.TableReport;

/**
 * The report of a reproduction: the paper's tables with our figures beside the published ones.
 *
 * @param tables those that are asked for
 * @param figures those that were drawn
 * @param runs ours, by configuration
 * @param overrides settings that were not the configurations' own, by key
 * @param warnings what a reader must know before all else, such as what failed
 */
public record ReproductionReport(
    List<TableReport> tables,
    List<StoredFigure> figures,
    Map<String, ConfRuns> runs,
    Map<String, String> overrides,
    List<String> warnings) {

  /** Copies the lists. */
  public ReproductionReport {
    tables = List.copyOf(tables);
    figures = List.copyOf(figures);
    warnings = List.copyOf(warnings);
  }

  /** The page. */
  public ReportPage page() {
    List<Section> sections = new ArrayList<>();
    for (TableReport table : tables) {
      if (!table.marks().isEmpty()) {
        sections.add(
            new Notice(
                "Table " + table.table().number() + " is a rehearsal",
                String.join(" ", table.marks())));
      }
    }
    figures.forEach(figure -> FigureSection.notice(figure).ifPresent(sections::add));
    if (!warnings.isEmpty()) {
      sections.add(new Text("To look at", warnings));
    }
    for (TableReport table : tables) {
      sections.addAll(new TableSections(table).all());
      charts(table).ifPresent(sections::add);
    }
    figures.forEach(figure -> sections.add(FigureSection.of(figure)));
    sections.add(settings());
    tables.stream()
        .map(table -> new TableSections(table).provenance())
        .filter(table -> !table.rows().isEmpty())
        .forEach(sections::add);
    String what = figures.isEmpty() ? "tables" : "tables and figures";
    return new ReportPage("The paper's " + what + ", reproduced", lead(), sections);
  }

  private String lead() {
    return String.format(
        Locale.ROOT,
        "Attention Branch Network (Fukui et al., CVPR 2019): published figures, and ours beside"
            + " them. Of %d configurations that have been asked for, %d are done, %d unfinished, %d"
            + " failed and %d without data.",
        runs.size(),
        count(State.DONE),
        count(State.UNFINISHED),
        count(State.FAILED),
        count(State.NO_DATA));
  }

  private long count(State state) {
    return runs.values().stream().filter(conf -> conf.state() == state).count();
  }

  private Facts settings() {
    return new Facts(
        "Settings", overrides.isEmpty() ? Map.of("of each configuration", "its own") : overrides);
  }

  /** A chart a backbone and dataset: networks with attention and without. */
  private Optional<Charts> charts(TableReport table) {
    Map<String, Set<String>> groups = new LinkedHashMap<>();
    table
        .lines()
        .forEach(
            line ->
                line.cell()
                    .conf()
                    .filter(conf -> runs.containsKey(conf))
                    .ifPresent(
                        conf ->
                            groups
                                .computeIfAbsent(
                                    line.cell().row().orElseThrow() + " on " + dataset(conf),
                                    name -> new LinkedHashSet<>())
                                .add(conf)));
    List<Chart> charts = new ArrayList<>();
    groups.forEach((name, confs) -> chart(name, confs).ifPresent(charts::add));
    return charts.isEmpty()
        ? Optional.empty()
        : Optional.of(new Charts("Curves of Table " + table.table().number(), charts));
  }

  private Optional<Chart> chart(String name, Set<String> confs) {
    List<Curve> curves = new ArrayList<>();
    for (String conf : confs) {
      List<EpochMetrics> epochs = epochs(runs.get(conf));
      if (!epochs.isEmpty()) {
        curves.add(
            new Curve(network(conf), epochs.stream().map(EpochMetrics::testTop1Error).toList()));
        AuthorsCurve.of(dataset(conf), network(conf))
            .map(authors -> new Curve(network(conf) + ", authors' log", authors.testErrors()))
            .ifPresent(curves::add);
      }
    }
    String caption =
        "Top-1 error on the test images, after each epoch; of several seeds, the first.";
    return curves.isEmpty()
        ? Optional.empty()
        : Optional.of(Chart.linear(name, "%", caption, curves));
  }

  private static List<EpochMetrics> epochs(ConfRuns runs) {
    return runs.counted().stream()
        .flatMap(run -> run.stored().stream())
        .findFirst()
        .map(run -> run.epochs())
        .orElse(List.of());
  }

  private static String dataset(String conf) {
    return conf.substring(0, conf.indexOf('/'));
  }

  private static String network(String conf) {
    return conf.substring(conf.indexOf('/') + 1);
  }
}
