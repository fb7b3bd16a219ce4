package org.abn.data.batch;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * The threads that decode the images of a mini-batch: not all that the machine has processors for,
 * since on a cluster others have a right to them.
 */
final class DecodingThreads {
  private static final int IDLE_SECONDS = 10; // then a thread ends, so that nothing is to be closed

  private final ForkJoinPool pool; // null where the thread that asks decodes itself

  /**
   * @param threads at least 1
   */
  DecodingThreads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "the threads that decode must be at least 1, cannot be: " + threads);
    }
    pool = threads == 1 ? null : pool(threads);
  }

  private static ForkJoinPool pool(int threads) {
    return new ForkJoinPool(
        threads,
        ForkJoinPool.defaultForkJoinWorkerThreadFactory,
        null,
        false,
        0,
        threads,
        1,
        null,
        IDLE_SECONDS,
        TimeUnit.SECONDS);
  }

  /** Does something for each image, in any order, and waits for all. */
  void forEach(int images, IntConsumer task) {
    IntStream indices = IntStream.range(0, images);
    if (pool == null) {
      indices.forEach(task);
    } else {
      // A parallel stream runs in the pool that it is started from.
      pool.submit(() -> indices.parallel().forEach(task)).join();
    }
  }
}
