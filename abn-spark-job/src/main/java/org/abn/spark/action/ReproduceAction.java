package org.abn.spark.action;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.abn.data.OneLine;
import org.abn.spark.figures.PaperIllustration;
import org.abn.spark.results.ReproductionDirectory;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains what the paper's tables are made of, as far as it is not done, and writes the tables with
 * our figures beside the published ones; or what one of its figures shows, and draws that. Called
 * again, it goes on.
 *
 * <p>Runs follow one another in one Spark application, each as {@link TrainAction} does it. One
 * that fails does not stop the others. Every row is done with one seed before any is with the next,
 * and of these the one first that has the least left.
 *
 * @param asked what, and where to
 * @param until when to stop
 * @param oneLine what to say of a failure
 */
public record ReproduceAction(
    Reproduction asked, Instant until, Function<Throwable, String> oneLine) {

  private static final Logger LOG = LoggerFactory.getLogger(ReproduceAction.class);

  /** How it ended. */
  public enum Outcome {
    /** Every run is done, and the figure is drawn if one was asked for. */
    DONE,
    /** Time was up; there is more to do. */
    UNFINISHED,
    /** Of the runs that were asked for, some failed. */
    FAILED
  }

  /**
   * Runs the command.
   *
   * @throws org.abn.data.InvalidDataException where the input is at fault
   * @throws StoppedException if the process was told to stop
   */
  public Outcome run() throws IOException {
    Configuration hadoop = SparkContexts.hadoop();
    var plan = ReproductionPlan.of(hadoop, asked);
    try (var directory = ReproductionDirectory.open(hadoop, asked.out());
        var termination = new Termination(until)) {
      var tables = new ReproducedTables(hadoop, asked, plan, directory);
      tables.requireReadableHistory();
      List<FailedRun> failures = new ArrayList<>();
      List<PlannedRun> left = inOrder(left(hadoop, plan), directory.interrupted());
      boolean drawn = true;
      if (!left.isEmpty() || asked.rows().figure().isPresent()) {
        var watched = new Watched(directory, tables, failures);
        try (JavaSparkContext spark = SparkContexts.startForTraining("reproduce", threads(plan))) {
          train(hadoop, spark, left, watched, termination);
          drawn = draw(hadoop, spark, plan, directory, termination);
        }
      }
      tables.finish(failures);
      if (termination.isRequested()) {
        throw new StoppedException("stopped; called again, reproduce goes on from where it is");
      }
      if (!failures.isEmpty()) {
        return Outcome.FAILED;
      }
      return drawn && left(hadoop, plan).isEmpty() ? Outcome.DONE : Outcome.UNFINISHED;
    }
  }

  /** The runs that are not done, in the order in which they are to be. */
  private static List<PlannedRun> left(Configuration hadoop, ReproductionPlan plan)
      throws IOException {
    record Left(PlannedRun run, double work) {}
    List<Left> left = new ArrayList<>();
    for (PlannedRun run : plan.runs()) {
      var soFar = run.soFar(hadoop);
      if (!soFar.isFinished()) {
        left.add(new Left(run, run.workLeft(soFar)));
      }
    }
    return left.stream()
        .sorted(Comparator.comparing((Left one) -> one.run.seed()).thenComparing(Left::work))
        .map(Left::run)
        .toList();
  }

  /** A run that has ended the process comes last, so that it does not do so to the others. */
  private static List<PlannedRun> inOrder(List<PlannedRun> runs, Optional<String> interrupted) {
    Predicate<PlannedRun> isLast = run -> interrupted.filter(run.title()::equals).isPresent();
    runs.stream()
        .filter(isLast)
        .forEach(
            run -> System.out.println(run.title() + " ended the process last time; comes last"));
    return runs.stream().sorted(Comparator.comparing(isLast::test)).toList();
  }

  /** What is kept up to date while runs are trained. */
  private record Watched(
      ReproductionDirectory directory, ReproducedTables tables, List<FailedRun> failures) {}

  /** As many as the run that has the most. */
  private static int threads(ReproductionPlan plan) {
    return plan.runs().stream()
        .mapToInt(run -> run.experiment().training().workers().threads())
        .max()
        .orElse(1);
  }

  private void train(
      Configuration hadoop,
      JavaSparkContext spark,
      List<PlannedRun> runs,
      Watched watched,
      Termination termination)
      throws IOException {
    for (PlannedRun run : runs) {
      if (termination.isDue()) {
        return;
      }
      System.out.println("== " + run.title());
      watched.directory.training(run.title());
      failure(hadoop, spark, run, termination).ifPresent(watched.failures::add);
      watched.directory.isTrained();
      watched.tables.write(watched.failures);
    }
  }

  /** Gives whether there is nothing left to draw. */
  private boolean draw(
      Configuration hadoop,
      JavaSparkContext spark,
      ReproductionPlan plan,
      ReproductionDirectory directory,
      Termination termination)
      throws IOException {
    Optional<PaperIllustration> figure = asked.rows().figure();
    return figure.isEmpty()
        || new ReproducedFigure(hadoop, figure.get(), plan, directory).draw(spark, termination);
  }

  /** Trains; gives why it failed, if it did. */
  private Optional<FailedRun> failure(
      Configuration hadoop, JavaSparkContext spark, PlannedRun run, Termination termination) {
    try (TrainingRun training = TrainingRun.prepare(hadoop, run.experiment())) {
      training.train(spark, termination);
      return Optional.empty();
    } catch (StoppedException e) {
      return Optional.empty();
    } catch (Exception e) { // Spark, in Scala, throws checked ones undeclared
      if (spark.sc().isStopped()) {
        throw new IllegalStateException("Spark stopped in " + run.title(), e);
      }
      var failed = new FailedRun(run, OneLine.of(oneLine.apply(e)));
      LOG.debug("{}", failed, e);
      System.out.println(failed);
      return Optional.of(failed);
    }
  }
}
