package org.abn.spark.explanation;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;

/** Work on the batches of images, in parallel on a Spark cluster. */
public final class ImageTasks {

  /** At most: each task makes its network ready anew, and a lost one is done again. */
  private static final int TASK_IMAGES = 2048;

  private ImageTasks() {}

  /**
   * What a task does.
   *
   * @param <T> what it tells
   */
  @FunctionalInterface
  public interface Work<T> extends Serializable {

    /** Works on the batches from one number to before another. */
    T run(int from, int to);
  }

  /**
   * Has all batches worked on.
   *
   * @return what tasks tell, in the order of the images
   */
  public static <T> List<T> run(JavaSparkContext spark, ImageSource source, Work<T> work) {
    int batches = source.batches();
    int tasks = tasks(spark, source);
    return spark
        .parallelize(IntStream.range(0, tasks).boxed().toList(), tasks)
        .map(i -> work.run(first(i, batches, tasks), first(i + 1, batches, tasks)))
        .collect();
  }

  /** As many as keep the whole cluster busy to the end, and no more than there are batches. */
  private static int tasks(JavaSparkContext spark, ImageSource source) {
    long slots = spark.defaultParallelism();
    long round = TASK_IMAGES * slots;
    long rounds = (source.images() + round - 1) / round;
    return (int) Math.max(1, Math.min(source.batches(), rounds * slots));
  }

  private static int first(int task, int batches, int tasks) {
    return (int) ((long) batches * task / tasks);
  }
}
