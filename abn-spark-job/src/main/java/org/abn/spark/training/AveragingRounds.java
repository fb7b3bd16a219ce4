package org.abn.spark.training;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.abn.spark.training.RoundTask.Result;
import org.abn.spark.training.SliceMean.Piece;
import org.apache.spark.HashPartitioner;
import org.apache.spark.ShuffleDependency;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.ShuffledRDD;
import org.apache.spark.serializer.JavaSerializer;
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
 * driver sees reports. One worker alone keeps its state where it is.
 *
 * <p>Every state is a function of the one before, so a task that is run again, anywhere, changes
 * nothing. Of the slices there are two copies where there are two executors; a round's are freed
 * when the next round has its own.
 */
final class AveragingRounds implements AutoCloseable {

  private final JavaSparkContext spark;
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
   * @param description of the network
   * @param feeds of mini-batches
   */
  AveragingRounds(
      JavaSparkContext spark,
      Broadcast<NetworkDescription> description,
      AveragingSettings settings,
      FeedSource feeds) {
    this.spark = spark;
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
   * Runs a round.
   *
   * @param clock epoch and step that it starts at
   * @param first of the mini-batches of each worker
   * @param batches that are left of each worker's epoch, by worker
   * @return reports, in the order of the workers
   * @throws DivergedException if the loss or the state is not finite; the state before is kept
   */
  List<WorkerReport> train(Clock clock, int first, int[] batches) {
    JavaRDD<WorkerRound> workers = workers(clock, first, batches);
    var task = new RoundTask(description, start, settings.threadsPerWorker(), feeds);
    Averaging averaging = settings.workers() == 1 ? alone(workers, task) : shared(workers, task);
    JavaRDD<RoundPart> parts = averaging.parts().persist(level());
    try {
      List<WorkerReport> reports = reports(parts.map(RoundPart::reports).collect());
      requireSound(clock, reports);
      replaceStart(
          new StateSource.AtExecutors(run, parts.id(), slices), () -> parts.unpersist(false));
      number++;
      return reports;
    } catch (Exception e) { // Spark, in Scala, throws checked ones undeclared
      parts.unpersist(false);
      throw e;
    } finally {
      averaging.free().run();
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

  /**
   * A round that is planned.
   *
   * @param parts slices of the mean, and reports
   * @param free drops what lies between the stages
   */
  private record Averaging(JavaRDD<RoundPart> parts, Runnable free) {}

  private JavaRDD<WorkerRound> workers(Clock clock, int first, int[] batches) {
    List<Tuple2<WorkerRound, Seq<String>>> located = new ArrayList<>();
    for (int worker = 0; worker < settings.workers(); worker++) {
      int count = Math.max(0, Math.min(settings.averagingFrequency(), batches[worker] - first));
      String home = homes.get(worker);
      located.add(
          new Tuple2<>(
              new WorkerRound(run, number, clock, worker, first, count),
              scala(home == null ? List.of() : List.of(home))));
    }
    return spark.sc().makeRDD(scala(located), tag(WorkerRound.class)).toJavaRDD();
  }

  /** One worker's state is the mean. */
  private Averaging alone(JavaRDD<WorkerRound> workers, RoundTask task) {
    Slices whole = slices;
    JavaRDD<RoundPart> parts =
        workers.map(
            round -> {
              Result result = task.train(round);
              return new RoundPart(whole.cut(result.state(), 0), List.of(result.report()));
            });
    return new Averaging(parts, () -> {});
  }

  /** Partition s averages slice s; the one behind them gathers the reports. */
  private Averaging shared(JavaRDD<WorkerRound> workers, RoundTask task) {
    Slices cut = slices;
    var sent = workers.flatMapToPair(round -> sent(task.train(round), cut).iterator());
    var shuffled =
        new ShuffledRDD<Integer, Object, Object>(
            sent.rdd(),
            new HashPartitioner(cut.count() + 1),
            tag(Integer.class),
            tag(Object.class),
            tag(Object.class));
    shuffled.setSerializer(new JavaSerializer(spark.getConf()));
    int shuffle = ((ShuffleDependency<?, ?, ?>) shuffled.dependencies().head()).shuffleId();
    return new Averaging(
        shuffled.toJavaRDD().mapPartitions(AveragingRounds::gathered),
        // At once: Spark waits for the driver's garbage collector, and a round writes all states.
        () -> spark.sc().cleaner().get().doCleanupShuffle(shuffle, false));
  }

  private static List<Tuple2<Integer, Object>> sent(Result result, Slices cut) {
    List<Tuple2<Integer, Object>> sent = new ArrayList<>();
    WorkerReport report = result.report();
    sent.add(new Tuple2<>(cut.count(), report));
    for (int slice = 0; slice < cut.count() && result.state() != null; slice++) {
      float[] values = cut.cut(result.state(), slice);
      sent.add(new Tuple2<>(slice, new Piece(report.worker(), report.examples(), values)));
    }
    return sent;
  }

  private static Iterator<RoundPart> gathered(Iterator<Tuple2<Integer, Object>> received) {
    List<Piece> pieces = new ArrayList<>();
    List<WorkerReport> reports = new ArrayList<>();
    received.forEachRemaining(
        item -> {
          if (item._2() instanceof Piece piece) {
            pieces.add(piece);
          } else {
            reports.add((WorkerReport) item._2());
          }
        });
    float[] mean = pieces.isEmpty() ? new float[0] : SliceMean.of(pieces);
    return List.of(new RoundPart(mean, reports)).iterator();
  }

  /** A second copy where another executor can have it. */
  private StorageLevel level() {
    boolean alone = spark.sc().isLocal() || spark.sc().getExecutorMemoryStatus().size() < 3;
    return alone ? StorageLevel.MEMORY_AND_DISK() : StorageLevel.MEMORY_AND_DISK_2();
  }

  private void replaceStart(StateSource next, Runnable free) {
    start = next;
    freeStart.run();
    freeStart = free;
  }

  private static void requireSound(Clock clock, List<WorkerReport> reports) {
    for (WorkerReport report : reports) {
      if (!report.diverged().isEmpty()) {
        throw new DivergedException(clock, report);
      }
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
