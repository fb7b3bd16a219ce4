package org.abn.spark.action;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.abn.data.OneLine;
import org.abn.spark.results.ReproductionDirectory;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains what the paper's tables are made of, as far as it is not done, and writes the tables with
 * our figures beside the published ones. Called again, it goes on.
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
    /** Every run is done. */
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
      List<PlannedRun> left = left(hadoop, plan);
      if (!left.isEmpty()) {
        train(hadoop, left, tables, failures, termination);
      }
      tables.finish(failures);
      if (termination.isRequested()) {
        throw new StoppedException("stopped; called again, reproduce goes on from where it is");
      }
      return outcome(hadoop, plan, failures);
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

  private void train(
      Configuration hadoop,
      List<PlannedRun> runs,
      ReproducedTables tables,
      List<FailedRun> failures,
      Termination termination)
      throws IOException {
    int threads =
        runs.stream()
            .mapToInt(run -> run.experiment().training().workers().threads())
            .max()
            .orElse(1);
    try (JavaSparkContext spark = SparkContexts.startForTraining("reproduce", threads)) {
      for (PlannedRun run : runs) {
        if (termination.isDue()) {
          return;
        }
        System.out.println("== " + run.title());
        failure(hadoop, spark, run, termination).ifPresent(failures::add);
        tables.write(failures);
      }
    }
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

  private static Outcome outcome(
      Configuration hadoop, ReproductionPlan plan, List<FailedRun> failures) throws IOException {
    if (!failures.isEmpty()) {
      return Outcome.FAILED;
    }
    return left(hadoop, plan).isEmpty() ? Outcome.DONE : Outcome.UNFINISHED;
  }
}
