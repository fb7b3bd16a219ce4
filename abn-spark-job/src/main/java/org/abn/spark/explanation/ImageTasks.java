package org.abn.spark.explanation;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;

/** Work on the batches of images, in parallel on a Spark cluster. */
public final class ImageTasks {

  private static final int TASK_IMAGES = 512; // where there are enough to keep the cluster busy

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

  /** As many as keep the cluster busy, and no more than there are batches. */
  private static int tasks(JavaSparkContext spark, ImageSource source) {
    int large = (source.images() + TASK_IMAGES - 1) / TASK_IMAGES;
    return Math.max(1, Math.min(source.batches(), Math.max(large, spark.defaultParallelism())));
  }

  private static int first(int task, int batches, int tasks) {
    return (int) ((long) batches * task / tasks);
  }
}
