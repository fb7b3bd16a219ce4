package org.abn.spark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.abn.spark.report.Cell.Mark;
import org.abn.spark.tables.AttributeComparison;
import org.abn.spark.tables.ConfRuns;
import org.abn.spark.tables.Difference;
import org.abn.spark.tables.FigureText;
import org.abn.spark.tables.Statistics;
import org.abn.spark.tables.TableLine;
import org.abn.spark.tables.TableReport;

/**
 * A table of the paper on a page.
 *
 * @param report the table
 */
record TableSections(TableReport report) {

  private static final String UNVERIFIED = "MOON";
  private static final int DIGITS = 2;

  List<Section> all() {
    List<Section> sections = new ArrayList<>(List.of(figures()));
    if (report.attributes() != null) {
      sections.add(attributes());
    }
    if (!report.table().notes().isEmpty()) {
      sections.add(new Text("Notes on Table " + number(), report.table().notes()));
    }
    return sections;
  }

  private int number() {
    return report.table().number();
  }

  private record Column(String header, Function<TableLine, Cell> cell) {}

  private Table figures() {
    // Without those that nothing is known of, so that the table fits on a page.
    List<Column> columns =
        columns().stream()
            .filter(
                column ->
                    report.lines().stream().anyMatch(line -> !isEmpty(column.cell().apply(line))))
            .toList();
    return new Table(
        "Table " + number() + ". " + report.table().caption(),
        FigureText.capitalised(report.table().measure().title())
            + " in percent. Ours is of the last epoch: mean ± standard deviation over the seeds,"
            + " and below the mean's 95 % interval. Differences are to the same network without"
            + " attention, below the published to the published. A best epoch is chosen on the"
            + " test images, which flatters.",
        columns.stream().map(Column::header).toList(),
        report.lines().stream()
            .map(line -> columns.stream().map(column -> column.cell().apply(line)).toList())
            .toList());
  }

  private static boolean isEmpty(Cell cell) {
    return cell.text().isEmpty();
  }

  private List<Column> columns() {
    return List.of(
        new Column("system", line -> Cell.of(line.cell().system())),
        new Column("column", line -> Cell.of(line.cell().column())),
        new Column("published", TableSections::published),
        new Column("ours", this::ours),
        new Column("difference", line -> difference(line.difference())),
        new Column("best epoch", line -> mean(line.best())),
        new Column("by images held out", line -> mean(line.chosen())),
        new Column("starting code", line -> Cell.number(line.cell().startingCode(), DIGITS)),
        new Column("state", TableSections::state),
        new Column("parameters", line -> amount(line.cost(), ConfRuns.Cost::parameters)),
        new Column("multiply-adds", line -> amount(line.cost(), ConfRuns.Cost::multiplyAdds)));
  }

  private static Cell published(TableLine line) {
    Cell cell = Cell.number(line.cell().published(), DIGITS);
    if (line.cell().reimplemented()) {
      cell = new Cell(cell.text() + "*", cell.order(), "", Mark.NONE);
    }
    Double difference = line.publishedDifference();
    return difference == null ? cell : cell.withNote(FigureText.signed(difference));
  }

  private Cell ours(TableLine line) {
    if (line.cell().isOdds()) {
      return Optional.ofNullable(report.attributes().odds().get(line.cell().system()))
          .map(
              odds ->
                  new Cell(odds.won() + "/" + odds.compared(), (double) odds.won(), "", Mark.NONE))
          .orElse(Cell.EMPTY);
    }
    Statistics last = line.last();
    return last == null || last.interval() == null
        ? mean(last)
        : mean(last).withNote(FigureText.interval(last));
  }

  private static Cell state(TableLine line) {
    if (line.state() == null) {
      return Cell.of(line.cell().conf().isPresent() ? "not run" : "published only");
    }
    int seeds = line.last() == null ? 0 : line.last().seeds();
    return Cell.of(FigureText.state(line))
        .withNote(
            line.progress().epochs()
                + " of "
                + line.progress().asked()
                + " epochs"
                + (seeds == 1 ? ", 1 seed" : ", " + seeds + " seeds"));
  }

  private static Cell mean(Statistics figures) {
    return figures == null
        ? Cell.EMPTY
        : new Cell(FigureText.mean(figures), figures.mean(), "", Mark.NONE);
  }

  private static Cell difference(Difference difference) {
    if (difference == null) {
      return Cell.EMPTY;
    }
    String test = Optional.ofNullable(difference.test()).orElse("");
    return new Cell(FigureText.difference(difference), difference.value(), test, Mark.NONE);
  }

  private static Cell amount(ConfRuns.Cost cost, ToLongFunction<ConfRuns.Cost> part) {
    if (cost == null) {
      return Cell.EMPTY;
    }
    long number = part.applyAsLong(cost);
    return new Cell(FigureText.millions(number), (double) number, "", Mark.NONE);
  }

  private Table attributes() {
    List<String> systems = AttributeComparison.systems();
    List<String> headers = new ArrayList<>(List.of("attribute"));
    headers.addAll(systems);
    headers.addAll(List.of("ours, ResNet101", "ours, ABN"));
    return new Table(
        "Table 4 by attribute",
        "Accuracy in percent. MOON's are not verified.",
        headers,
        report.attributes().lines().stream().map(line -> attribute(line, systems)).toList());
  }

  private static List<Cell> attribute(AttributeComparison.Line line, List<String> systems) {
    List<Cell> cells = new ArrayList<>(List.of(Cell.of(line.attribute())));
    for (String system : systems) {
      Cell cell = Cell.number(line.published().get(system), DIGITS);
      cells.add(system.equals(UNVERIFIED) ? cell.marked(Mark.DOUBTFUL) : cell);
    }
    cells.add(Cell.number(line.baseline(), DIGITS));
    cells.add(Cell.number(line.abn(), DIGITS));
    return cells;
  }

  /** Where each of our figures comes from. */
  Table provenance() {
    return new Table(
        "Runs of Table " + number(),
        "",
        TableLine.Origin.COLUMNS,
        report.lines().stream()
            .flatMap(line -> line.runs().stream().map(run -> run(line, run)))
            .toList());
  }

  private static List<Cell> run(TableLine line, TableLine.Origin run) {
    return List.of(
        Cell.of(line.cell().conf().orElseThrow()),
        Cell.number((double) run.seed(), 0),
        Cell.number((double) run.epochs(), 0).withNote("of " + line.progress().asked()),
        Cell.number(run.last(), DIGITS),
        Cell.of(FigureText.hash(run.manifestSha256())),
        Cell.of(FigureText.hash(run.gitCommit())),
        text(run.start()),
        text(run.end()),
        Cell.of(run.directory()));
  }

  private static Cell text(String value) {
    return value == null ? Cell.EMPTY : Cell.of(value);
  }
}
