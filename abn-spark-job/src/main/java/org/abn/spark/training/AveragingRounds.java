package org.abn.spark.training;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Synchronous parameter averaging over logical workers, round by round.
 *
 * <p>A round is a Spark job of two stages. In the first, a task a worker trains from the state that
 * all workers start from, and hands the slices of its own to Spark's shuffle. In the second, a task
 * a slice takes the mean of the workers' values, as in BigDL's AllReduceParameter (Dai et al. 2019,
 * section 3.3), and keeps it in its executor's memory, where the next round's tasks fetch it. The
 * driver sees reports.
 *
 * <p>Where one executor has all workers there is the first stage alone: their states stay in its
 * memory, and the next round takes the mean of them as it starts, to the same bits. A lone worker's
 * state is its mean, so that one job may have several of its rounds.
 *
 * <p>Every state is a function of the one before, so a task that is run again, anywhere, changes
 * nothing. Of the slices there are two copies where there are two executors; a round's are freed
 * when the next round has its own.
 */
class AveragingRounds implements AutoCloseable {

  private final JavaSparkContext spark;
  private final String name;
  private final Broadcast<NetworkDescription> description;
  private final AveragingSettings settings;
  private final Broadcast<FeedSource> feeds; // once, as it has all settings of Hadoop's
  private final String run = UUID.randomUUID().toString();
  private final Map<Integer, String> homes = new HashMap<>(); // locations, by worker
  private int number;
  private Slices slices;
  private StateSource start;
  private Runnable freeStart = () -> {};

  /**
   * @param name by which jobs are described
   * @param description of the network
   * @param feeds of mini-batches
   */
  AveragingRounds(
      JavaSparkContext spark,
      String name,
      Broadcast<NetworkDescription> description,
      AveragingSettings settings,
      FeedSource feeds) {
    this.spark = spark;
    this.name = name;
    this.description = description;
    this.settings = settings;
    this.feeds = spark.broadcast(feeds);
  }

  /** Sets the state that the next round starts from. */
  void startFrom(ModelState state) {
    Broadcast<ModelState> broadcast = spark.broadcast(state);
    slices = new Slices(state.parameters().length, state.momentum().length, settings.workers());
    replaceStart(new StateSource.AtDriver(broadcast), broadcast::destroy);
  }

  /** Where the state is after the last round. */
  StateSource state() {
    return start;
  }

  /** The state after the last round, brought to the driver. */
  ModelState fetchState() {
    StateSource source = start;
    return spark.parallelize(List.of(0), 1).map(any -> source.read()).first();
  }

  /**
   * Runs a job.
   *
   * @param stretch of the rounds; of several workers one round
   * @param batches that each worker has in the epoch, by worker
   * @return reports by round, in the order of the workers
   * @throws DivergedException if the loss or the state is not finite; the state before is kept
   */
  List<List<WorkerReport>> train(Stretch stretch, int[] batches) {
    spark.setJobDescription(name + " " + stretch);
    JavaRDD<WorkerRound> workers = workers(stretch, batches);
    var task = new RoundTask(description, start, settings.threadsPerWorker(), feeds);
    Averaging averaging =
        isOnePlace()
            ? Averaging.inPlace(run, slices, workers, task)
            : Averaging.bySlices(run, slices, workers, task);
    JavaRDD<RoundPart> parts = averaging.parts().persist(level());
    try {
      List<WorkerReport> reports = reports(parts.map(RoundPart::reports).collect());
      requireSound(stretch.clock(), reports);
      replaceStart(averaging.state(), () -> parts.unpersist(false));
      number++;
      return settings.workers() == 1 ? reports.stream().map(List::of).toList() : List.of(reports);
    } catch (Exception e) { // Spark, in Scala, throws checked ones undeclared
      parts.unpersist(false);
      throw e;
    } finally {
      averaging.free();
    }
  }

  private List<WorkerReport> reports(List<List<WorkerReport>> told) {
    List<WorkerReport> reports =
        told.stream()
            .flatMap(List::stream)
            .sorted(Comparator.comparingInt(WorkerReport::worker))
            .toList();
    reports.forEach(report -> homes.put(report.worker(), report.place().location()));
    return reports;
  }

  private JavaRDD<WorkerRound> workers(Stretch stretch, int[] batches) {
    List<Tuple2<WorkerRound, Seq<String>>> located = new ArrayList<>();
    for (int worker = 0; worker < settings.workers(); worker++) {
      int count = stretch.batches(batches[worker]);
      String home = homes.get(worker);
      located.add(
          new Tuple2<>(
              new WorkerRound(run, number, worker, stretch, count),
              scala(home == null ? List.of() : List.of(home))));
    }
    return spark.sc().makeRDD(scala(located), tag(WorkerRound.class)).toJavaRDD();
  }

  /** Whether one executor has all of it: one worker is, or all are where there is no other. */
  boolean isOnePlace() {
    return settings.workers() == 1 || isOneExecutor();
  }

  private boolean isOneExecutor() {
    return spark.sc().isLocal() || spark.sc().getExecutorMemoryStatus().size() < 3;
  }

  /** A second copy where another executor can have it. */
  private StorageLevel level() {
    return isOneExecutor() ? StorageLevel.MEMORY_AND_DISK() : StorageLevel.MEMORY_AND_DISK_2();
  }

  private void replaceStart(StateSource next, Runnable free) {
    start = next;
    freeStart.run();
    freeStart = free;
  }

  /** Of several workers each has one report; of one, each begins where the one before ended. */
  private void requireSound(Clock clock, List<WorkerReport> reports) {
    Clock start = clock;
    for (WorkerReport report : reports) {
      if (!report.diverged().isEmpty()) {
        throw new DivergedException(start, report);
      }
      start = settings.workers() == 1 ? start.plusSteps(report.steps()) : clock;
    }
  }

  /** Frees what executors keep for the run. */
  @Override
  public void close() {
    replaceStart(start, () -> {});
    String ended = run;
    List<Tuple2<String, Seq<String>>> located =
        homes.values().stream()
            .distinct()
            .map(home -> new Tuple2<>(ended, scala(List.of(home))))
            .toList();
    if (!located.isEmpty()) {
      spark
          .sc()
          .makeRDD(scala(located), tag(String.class))
          .toJavaRDD()
          .foreach(AveragingRounds::forget);
    }
    feeds.destroy();
  }

  private static void forget(String ended) {
    ExecutorFeeds.close(ended);
    ExecutorNetworks.forget();
    LastState.forget();
  }

  private static <T> Seq<T> scala(List<T> list) {
    return JavaConverters.asScalaBufferConverter(list).asScala().toSeq();
  }

  private static <T> ClassTag<T> tag(Class<T> type) {
    return ClassTag$.MODULE$.apply(type);
  }
}
