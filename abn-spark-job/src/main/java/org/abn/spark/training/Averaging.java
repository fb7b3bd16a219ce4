package org.abn.spark.training;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.abn.spark.training.RoundTask.Result;
import org.abn.spark.training.SliceMean.Piece;
import org.apache.spark.HashPartitioner;
import org.apache.spark.ShuffleDependency;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.ShuffledRDD;
import org.apache.spark.serializer.JavaSerializer;
import scala.Tuple2;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * A round of averaging as Spark is to run it.
 *
 * @param parts what executors keep of it, and reports
 * @param state that the parts are
 * @param between drops what lies between two stages
 */
record Averaging(JavaRDD<RoundPart> parts, StateSource state, Runnable between) {

  /** One stage: the workers' states stay as they are until the next round takes their mean. */
  static Averaging inPlace(
      String run, Slices slices, JavaRDD<WorkerRound> workers, RoundTask task) {
    Slices whole = slices.whole();
    JavaRDD<RoundPart> parts = workers.map(round -> part(task.train(round), whole));
    int count = workers.getNumPartitions();
    return new Averaging(parts, new StateSource.OfWorkers(run, parts.id(), count, whole), () -> {});
  }

  private static RoundPart part(Result result, Slices whole) {
    float[] values = result.state() == null ? new float[0] : whole.cut(result.state(), 0);
    return new RoundPart(values, result.reports());
  }

  /** Two: partition s of the second averages slice s, and worker s's report comes with it. */
  static Averaging bySlices(
      String run, Slices slices, JavaRDD<WorkerRound> workers, RoundTask task) {
    SparkContext spark = workers.context();
    var sent = workers.flatMapToPair(round -> sent(task.train(round), slices).iterator());
    var shuffled =
        new ShuffledRDD<Integer, Object, Object>(
            sent.rdd(),
            new HashPartitioner(slices.count()),
            tag(Integer.class),
            tag(Object.class),
            tag(Object.class));
    shuffled.setSerializer(new JavaSerializer(spark.getConf()));
    int shuffle = ((ShuffleDependency<?, ?, ?>) shuffled.dependencies().head()).shuffleId();
    JavaRDD<RoundPart> parts = shuffled.toJavaRDD().mapPartitions(Averaging::gathered);
    return new Averaging(
        parts,
        new StateSource.AtExecutors(run, parts.id(), slices),
        // At once: Spark waits for the driver's garbage collector, and a round writes all states.
        () -> spark.cleaner().get().doCleanupShuffle(shuffle, false));
  }

  private static List<Tuple2<Integer, Object>> sent(Result result, Slices cut) {
    List<Tuple2<Integer, Object>> sent = new ArrayList<>();
    WorkerReport report = result.reports().get(0);
    sent.add(new Tuple2<>(report.worker() % cut.count(), report));
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
    return List.of(new RoundPart(SliceMean.of(pieces), reports)).iterator();
  }

  private static <T> ClassTag<T> tag(Class<T> type) {
    return ClassTag$.MODULE$.apply(type);
  }

  /** Frees what nobody needs once the parts are there. */
  void free() {
    between.run();
  }
}
