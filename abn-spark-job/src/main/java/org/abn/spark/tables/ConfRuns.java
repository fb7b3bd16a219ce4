package org.abn.spark.tables;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.abn.spark.results.EpochMetrics;
import org.abn.spark.results.RunRecord;

/**
 * The runs of a configuration, one a seed, and what hinders them.
 *
 * @param conf such as {@code cifar100/abn-resnet20}
 * @param recipeEpochs how many epochs the paper's recipe has
 * @param cost of the network
 * @param runs by seed, at least one
 * @param problem what a run failed of, or why none can begin; empty without
 * @param isFailure whether the problem is a failure, and not that there is no data
 */
public record ConfRuns(
    String conf,
    int recipeEpochs,
    Cost cost,
    List<SeedRun> runs,
    Optional<String> problem,
    boolean isFailure) {

  /**
   * What a network costs.
   *
   * @param parameters that are trained
   * @param multiplyAdds of convolutions and fully connected layers, forward, for one image
   */
  public record Cost(long parameters, long multiplyAdds) {}

  /** How far the runs are. */
  public enum State {
    /** Every seed has all its epochs. */
    DONE,
    /** There are epochs to train. */
    UNFINISHED,
    /** A run ended by a failure, and is not finished. */
    FAILED,
    /** There are no shards to train on. */
    NO_DATA
  }

  /** Copies the list. */
  public ConfRuns {
    runs = List.copyOf(runs);
  }

  /** How far they are. */
  public State state() {
    if (runs.stream().allMatch(SeedRun::isFinished)) {
      return State.DONE;
    }
    if (problem.isEmpty()) {
      return State.UNFINISHED;
    }
    return isFailure ? State.FAILED : State.NO_DATA;
  }

  /**
   * The runs that figures are taken from: those that are finished; where none is, the one that has
   * come farthest.
   */
  public List<SeedRun> counted() {
    List<SeedRun> finished = runs.stream().filter(SeedRun::isFinished).toList();
    if (!finished.isEmpty()) {
      return finished;
    }
    return runs.stream()
        .filter(run -> run.epochs() > 0)
        .max(Comparator.comparingInt(SeedRun::epochs))
        .map(List::of)
        .orElse(List.of());
  }

  /** The least epochs that the counted runs have; 0 of none. */
  int epochs() {
    return counted().stream().mapToInt(SeedRun::epochs).min().orElse(0);
  }

  /** How many epochs each is to have. */
  int epochsAsked() {
    return runs.get(0).epochsAsked();
  }

  /** A figure of each counted run, by seed; of those that have one. */
  Map<Long, Double> figures(Measure measure, Function<SeedRun, Optional<EpochMetrics>> epoch) {
    Map<Long, Double> figures = new TreeMap<>();
    for (SeedRun run : counted()) {
      epoch
          .apply(run)
          .ifPresent(metrics -> figures.put(run.seed(), measure.ofError(metrics.testTop1Error())));
    }
    return figures;
  }

  /** What these figures are not, if they are of less than the recipe or of other data. */
  public List<String> marks() {
    return runs.stream()
        .flatMap(run -> run.stored().stream())
        .flatMap(run -> Rehearsal.marks(run.record(), recipeEpochs, dataset()).stream())
        .distinct()
        .toList();
  }

  private PaperDataset dataset() {
    return PaperDataset.ofConf(conf);
  }

  /** Its line in the history; empty where it is not finished. */
  public Optional<History.Line> history(String date) {
    if (state() != State.DONE) {
      return Optional.empty();
    }
    Statistics errors = Statistics.of(List.copyOf(figures(Measure.ERROR, SeedRun::last).values()));
    RunRecord record = runs.get(0).stored().orElseThrow().record();
    return Optional.of(
        new History.Line(
            date,
            conf,
            epochs(),
            errors.seeds(),
            errors.mean(),
            errors.deviation(),
            testImages(record),
            record.manifestSha256(),
            record.gitCommit()));
  }

  private static int testImages(RunRecord record) {
    int images = record.data() == null ? 0 : record.data().testImages();
    return Math.min(images, record.limit().orElse(images));
  }

  /**
   * Of as many epochs, on the same data, and as far from the recipe, so that one can be compared
   * with the other.
   */
  boolean isComparable(ConfRuns other) {
    return epochs() == other.epochs()
        && manifests().equals(other.manifests())
        && marks().equals(other.marks());
  }

  private Set<String> manifests() {
    return runs.stream()
        .flatMap(run -> run.stored().stream())
        .map(run -> run.record().manifestSha256())
        .collect(Collectors.toSet());
  }
}
