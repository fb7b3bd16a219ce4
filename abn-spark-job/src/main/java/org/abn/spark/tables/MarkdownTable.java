package org.abn.spark.tables;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A table as Markdown: in the paper's layout, then each figure, then where it comes from. */
final class MarkdownTable {

  private static final String NOTHING = "–";
  private final TableReport report;
  private final PaperTable table;

  MarkdownTable(TableReport report) {
    this.report = report;
    table = report.table();
  }

  String text() {
    return Stream.of(
            "# Table " + table.number() + ". " + table.caption(),
            marks(),
            legend(),
            layout(),
            byAttribute(),
            "## Each figure",
            details(),
            notes(),
            "## Where the figures come from",
            overrides(),
            origins())
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("\n\n", "", "\n"));
  }

  private String marks() {
    return report.marks().stream()
        .map(mark -> "> **" + mark + "**")
        .collect(Collectors.joining("\n>\n"));
  }

  private String legend() {
    return String.format(
        Locale.ROOT,
        "%s in percent. Above what the paper published, with the difference to its baseline; below,"
            + " in bold, ours after the last epoch: mean ± standard deviation over seeds, and the"
            + " difference to our baseline with its p-value.",
        FigureText.capitalised(table.measure().title()));
  }

  private String layout() {
    List<List<String>> rows = new ArrayList<>();
    for (String system : table.systems()) {
      List<String> row = new ArrayList<>(List.of(system));
      for (String column : table.columns()) {
        row.add(
            report
                .line(system, column)
                .map(line -> published(line) + "<br>" + ours(line))
                .orElse(NOTHING));
      }
      rows.add(row);
    }
    List<String> header = new ArrayList<>(List.of(""));
    header.addAll(table.columns());
    return markdown(header, rows);
  }

  private String published(TableLine line) {
    PaperFigure cell = line.cell();
    if (cell.published() == null) {
      return NOTHING;
    }
    if (cell.isOdds()) {
      return String.format(Locale.ROOT, "%.0f/40", cell.published());
    }
    String difference =
        line.publishedDifference() == null ? "" : " (" + signed(line.publishedDifference()) + ")";
    return figure(cell.published()) + (cell.reimplemented() ? "\\*" : "") + difference;
  }

  /** Ours, or what there is in its place. */
  private String ours(TableLine line) {
    if (line.cell().isOdds()) {
      return odds(line.cell().system());
    }
    if (line.state() == null) {
      return line.cell().conf().isPresent() ? "not run" : "published only";
    }
    if (line.last() == null) {
      return FigureText.state(line);
    }
    String text = "**" + FigureText.mean(line.last()) + "**";
    if (line.difference() != null) {
      text += " (" + FigureText.difference(line.difference()) + ")";
    }
    return line.state() == ConfRuns.State.DONE ? text : text + " *" + FigureText.state(line) + "*";
  }

  private String odds(String system) {
    return Optional.ofNullable(report.attributes())
        .map(attributes -> attributes.odds().get(system))
        .map(odds -> "**" + odds.won() + "/" + odds.compared() + "**")
        .orElse("not run");
  }

  private String byAttribute() {
    if (report.attributes() == null) {
      return "";
    }
    List<String> systems = AttributeComparison.systems();
    List<String> header = new ArrayList<>(List.of("attribute"));
    systems.forEach(name -> header.add(name.equals("MOON") ? "MOON (unverified)" : name));
    Collections.addAll(header, "ours, ResNet101", "ours, ABN");
    List<List<String>> rows =
        report.attributes().lines().stream()
            .map(
                line ->
                    Stream.of(
                            Stream.of(line.attribute()),
                            systems.stream().map(name -> figure(line.published().get(name))),
                            Stream.of(figure(line.baseline()), figure(line.abn())))
                        .flatMap(cells -> cells)
                        .toList())
            .toList();
    return "## By attribute\n\n" + markdown(header, rows);
  }

  private String details() {
    List<List<String>> rows =
        report.lines().stream()
            .filter(line -> line.state() != null)
            .map(MarkdownTable::detail)
            .toList();
    return rows.isEmpty()
        ? "None of the table has been run."
        : markdown(
            List.of(
                "system",
                "column",
                "published",
                "starting code",
                "ours, last epoch",
                "95 % interval",
                "best epoch",
                "chosen by validation",
                "difference",
                "seeds",
                "epochs",
                "parameters",
                "multiply-adds",
                "state"),
            rows);
  }

  private static List<String> detail(TableLine line) {
    Statistics last = line.last();
    return List.of(
        line.cell().system(),
        line.cell().column(),
        figure(line.cell().published()),
        figure(line.cell().startingCode()),
        FigureText.mean(last),
        FigureText.interval(last),
        FigureText.mean(line.best()),
        FigureText.mean(line.chosen()),
        line.difference() == null ? NOTHING : FigureText.difference(line.difference()),
        last == null ? "0" : Integer.toString(last.seeds()),
        FigureText.epochs(line.progress()),
        FigureText.millions(line.cost().parameters()),
        FigureText.millions(line.cost().multiplyAdds()),
        FigureText.state(line));
  }

  private String notes() {
    return table.notes().isEmpty()
        ? ""
        : table.notes().stream().collect(Collectors.joining("\n* ", "## Notes\n\n* ", ""));
  }

  private String overrides() {
    return report.overrides().isEmpty()
        ? "Settings are the configurations' own."
        : report.overrides().entrySet().stream()
            .map(entry -> "`" + entry.getKey() + " = " + entry.getValue() + "`")
            .collect(
                Collectors.joining(", ", "Settings other than the configurations' own: ", "."));
  }

  private String origins() {
    List<List<String>> rows =
        report.lines().stream()
            .flatMap(line -> line.runs().stream().map(run -> origin(line, run)))
            .toList();
    return rows.isEmpty() ? "" : markdown(TableLine.Origin.COLUMNS, rows);
  }

  private static List<String> origin(TableLine line, TableLine.Origin run) {
    return List.of(
        line.cell().conf().orElse(NOTHING),
        Long.toString(run.seed()),
        run.epochs() + " of " + line.progress().asked(),
        figure(run.last()),
        FigureText.hash(run.manifestSha256()),
        FigureText.hash(run.gitCommit()),
        run.start() == null ? NOTHING : run.start(),
        run.end() == null ? NOTHING : run.end(),
        run.directory());
  }

  private static String figure(Double value) {
    return value == null ? NOTHING : FigureText.figure(value);
  }

  private static String signed(double value) {
    return FigureText.signed(value);
  }

  private static String markdown(List<String> header, List<List<String>> rows) {
    List<String> rule = Collections.nCopies(header.size(), "---");
    return Stream.concat(Stream.of(header, rule), rows.stream())
        .map(cells -> cells.stream().map(MarkdownTable::escaped).toList())
        .map(cells -> "| " + String.join(" | ", cells) + " |")
        .collect(Collectors.joining("\n"));
  }

  private static String escaped(String cell) {
    return cell.replace("|", "\\|").replace("\n", " ");
  }
}
