package org.abn.spark.tables;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.abn.spark.results.EpochMetrics;
import org.abn.spark.results.RunRecord;

/**
 * A figure of a table with all that belongs to it, as the JSON has it. What there is not is null.
 *
 * @param cell what was published
 * @param publishedDifference to the baseline's published figure
 * @param state of our runs; null of what was published only
 * @param progress of our runs; null of what was published only
 * @param last what our runs give after their last epoch, the headline
 * @param best in the epoch that is best on the test images, which flatters
 * @param chosen in the epoch that is best on images held out
 * @param difference of the headline to our baseline's
 * @param cost of our network
 * @param problem why there is no more
 * @param runs where each of our figures comes from
 */
public record TableLine(
    PaperFigure cell,
    Double publishedDifference,
    ConfRuns.State state,
    Progress progress,
    Statistics last,
    Statistics best,
    Statistics chosen,
    Difference difference,
    ConfRuns.Cost cost,
    String problem,
    List<Origin> runs) {

  /**
   * How far our runs are.
   *
   * @param epochs that the counted runs have
   * @param asked that they are to have
   * @param recipe that the paper's recipe has
   */
  public record Progress(int epochs, int asked, int recipe) {}

  /**
   * Where a figure comes from.
   *
   * @param seed of the run
   * @param directory of the run
   * @param epochs that it has
   * @param last figure, after the last of them; null without
   * @param manifestSha256 of the data; null before it began
   * @param gitCommit of the program that trained it last
   * @param start when it began
   * @param end when it last reached its last epoch; null until then
   */
  public record Origin(
      long seed,
      String directory,
      int epochs,
      Double last,
      String manifestSha256,
      String gitCommit,
      String start,
      String end) {

    /** What it is shown as, the configuration first. */
    public static final List<String> COLUMNS =
        List.of(
            "configuration",
            "seed",
            "epochs",
            "figure",
            "manifest",
            "commit",
            "begun",
            "ended",
            "directory");

    private static Origin of(SeedRun run, Measure measure) {
      Optional<RunRecord> record = run.stored().map(stored -> stored.record());
      return new Origin(
          run.seed(),
          run.directory(),
          run.epochs(),
          run.last().map(epoch -> measure.ofError(epoch.testTop1Error())).orElse(null),
          record.map(RunRecord::manifestSha256).orElse(null),
          record.map(RunRecord::gitCommit).orElse(null),
          record.map(RunRecord::start).orElse(null),
          record.map(RunRecord::end).orElse(null));
    }
  }

  /** The lines of a table, in its order. */
  static List<TableLine> of(PaperTable table, Map<String, ConfRuns> runs) {
    return table.cells().stream().map(cell -> of(cell, table, runs)).toList();
  }

  private static TableLine of(PaperFigure cell, PaperTable table, Map<String, ConfRuns> runs) {
    Double publishedDifference = publishedDifference(cell, table);
    Optional<ConfRuns> ours = cell.conf().map(runs::get);
    if (ours.isEmpty()) {
      return new TableLine(
          cell, publishedDifference, null, null, null, null, null, null, null, null, List.of());
    }
    ConfRuns conf = ours.get();
    Measure measure = table.measure();
    return new TableLine(
        cell,
        publishedDifference,
        conf.state(),
        new Progress(conf.epochs(), conf.epochsAsked(), conf.recipeEpochs()),
        statistics(conf, measure, SeedRun::last),
        statistics(conf, measure, SeedRun::best),
        statistics(conf, measure, SeedRun::chosen),
        cell.baseline().map(runs::get).flatMap(b -> difference(conf, b, measure)).orElse(null),
        conf.cost(),
        conf.problem().orElse(null),
        conf.runs().stream().map(run -> Origin.of(run, measure)).toList());
  }

  private static Double publishedDifference(PaperFigure cell, PaperTable table) {
    return cell.baseline()
        .flatMap(conf -> table.cellOf(conf))
        .filter(baseline -> baseline.published() != null && cell.published() != null)
        .map(baseline -> cell.published() - baseline.published())
        .orElse(null);
  }

  private static Statistics statistics(
      ConfRuns conf, Measure measure, Function<SeedRun, Optional<EpochMetrics>> epoch) {
    Map<Long, Double> figures = conf.figures(measure, epoch);
    return figures.isEmpty() ? null : Statistics.of(List.copyOf(figures.values()));
  }

  private static Optional<Difference> difference(
      ConfRuns conf, ConfRuns baseline, Measure measure) {
    return conf.isComparable(baseline)
        ? Difference.of(
            conf.figures(measure, SeedRun::last), baseline.figures(measure, SeedRun::last))
        : Optional.empty();
  }
}
