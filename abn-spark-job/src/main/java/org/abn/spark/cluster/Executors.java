package org.abn.spark.cluster;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.status.api.v1.ExecutorSummary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** The executors that an application has, and tasks on each of them. */
final class Executors {

  private static final Logger LOG = LoggerFactory.getLogger(Executors.class);
  private static final AtomicBoolean TOLD = new AtomicBoolean();
  private static final Duration QUIET = Duration.ofSeconds(15);

  /** Time without another executor: where the cluster decides how many, and where they are owed. */
  private static final Duration SETTLED = Duration.ofSeconds(3);

  private static final Duration PROMISED = Duration.ofSeconds(15);
  private static final int UNKNOWN = Integer.MAX_VALUE;
  private static final String DRIVER = "driver"; // as Spark lists it among the executors
  private static final long POLL_MILLIS = 100;
  private static final int ATTEMPTS = 5;

  private Executors() {}

  /**
   * Waits for executors: for as many as were asked for, or until no more come.
   *
   * @param patience how long, where there is none
   */
  static List<Executor> await(JavaSparkContext spark, Duration patience) {
    int expected = expected(spark);
    long began = System.nanoTime();
    long changed = began;
    List<Executor> found = active(spark.sc());
    while (found.size() < expected
        && !isOver(changed, found.isEmpty() ? patience : settling(expected))) {
      pause();
      requireRunning(spark);
      tellOfWaiting(found, began);
      List<Executor> now = active(spark.sc());
      if (!now.equals(found)) {
        changed = System.nanoTime();
        found = now;
      }
    }
    return found;
  }

  /** A master that does not answer, or has no more to do with the application, ends Spark. */
  private static void requireRunning(JavaSparkContext spark) {
    if (spark.sc().isStopped()) {
      throw new UnsoundClusterException(
          "Spark has stopped before there were executors: %s does not answer, or has refused"
              .formatted(spark.master()));
    }
  }

  private static int expected(JavaSparkContext spark) {
    return spark.isLocal() ? 1 : spark.getConf().getInt("spark.executor.instances", UNKNOWN);
  }

  private static Duration settling(int expected) {
    return expected == UNKNOWN ? SETTLED : PROMISED;
  }

  private static boolean isOver(long since, Duration time) {
    return System.nanoTime() - since > time.toNanos();
  }

  /** As Spark does of a job. */
  private static void tellOfWaiting(List<Executor> found, long began) {
    if (found.isEmpty() && isOver(began, QUIET) && TOLD.compareAndSet(false, true)) {
      LOG.warn(
          "no executor has registered yet; are there the cores and the memory that are asked for?");
    }
  }

  private static List<Executor> active(SparkContext spark) {
    return JavaConverters.seqAsJavaListConverter(spark.statusStore().executorList(true))
        .asJava()
        .stream()
        .filter(executor -> isReady(executor) && (spark.isLocal() || !isDriver(executor)))
        .map(Executors::executor)
        .sorted(Comparator.comparing(Executor::host).thenComparing(Executor::id))
        .toList();
  }

  /** Without a port it has no memory for Spark's blocks yet, and nothing can be preferred on it. */
  private static boolean isReady(ExecutorSummary executor) {
    return executor.isActive() && executor.hostPort().contains(":");
  }

  private static boolean isDriver(ExecutorSummary executor) {
    return executor.id().equals(DRIVER);
  }

  private static Executor executor(ExecutorSummary summary) {
    String address = summary.hostPort();
    String host = address.substring(0, address.lastIndexOf(':'));
    return new Executor(summary.id(), host, summary.totalCores());
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for executors", e);
    }
  }

  /** What a task says, and where it ran in the end. */
  private record Answer<T>(String executor, T value) implements java.io.Serializable {}

  /**
   * Runs a task on each executor.
   *
   * @param task runs there, and throws nothing
   * @return what it gave, by executor's id; without those that have not answered
   */
  static <T, F extends Function<String, T> & java.io.Serializable> Map<String, T> ask(
      JavaSparkContext spark, List<Executor> executors, F task) {
    Map<String, T> answers = new HashMap<>();
    List<Executor> silent = executors;
    // A task that has waited too long for its executor runs on another.
    for (int attempt = 0; attempt < ATTEMPTS && !silent.isEmpty(); attempt++) {
      // A job each: one that takes its executor down with it fails alone.
      List<JavaFutureAction<List<Answer<T>>>> asked =
          silent.stream()
              .map(executor -> at(spark, executor).map(answering(task)).collectAsync())
              .toList();
      for (var future : asked) {
        answers(future).forEach(answer -> answers.put(answer.executor(), answer.value()));
      }
      silent = silent.stream().filter(executor -> !answers.containsKey(executor.id())).toList();
    }
    return answers;
  }

  private static <T, F extends Function<String, T> & java.io.Serializable>
      org.apache.spark.api.java.function.Function<String, Answer<T>> answering(F task) {
    return any -> new Answer<>(Executor.idHere(), task.apply(Executor.idHere()));
  }

  private static JavaRDD<String> at(JavaSparkContext spark, Executor executor) {
    var located = new Tuple2<>(executor.id(), scala(List.of(executor.location())));
    return spark.sc().makeRDD(scala(List.of(located)), tag(String.class)).toJavaRDD();
  }

  private static <T> List<T> answers(JavaFutureAction<List<T>> asked) {
    try {
      return asked.get();
    } catch (ExecutionException e) {
      LOG.debug("an executor gives no answer", e);
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while executors are asked", e);
    }
  }

  private static <T> Seq<T> scala(List<T> list) {
    return JavaConverters.asScalaBufferConverter(list).asScala().toSeq();
  }

  private static <T> ClassTag<T> tag(Class<T> type) {
    return ClassTag$.MODULE$.apply(type);
  }
}
