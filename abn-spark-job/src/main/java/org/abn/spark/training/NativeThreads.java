package org.abn.spark.training;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.abn.model.kernel.ComputePath;
import org.abn.spark.device.ComputeDevice;
import org.apache.spark.TaskContext;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The OpenMP threads that native operations of the calling task take. */
public final class NativeThreads {

  private static final Logger LOG = LoggerFactory.getLogger(NativeThreads.class);
  private static final AtomicBoolean TOLD = new AtomicBoolean();
  private static final AtomicBoolean WARNED = new AtomicBoolean();
  private static final AtomicInteger IN_USE = new AtomicInteger();

  private NativeThreads() {}

  /**
   * Runs a task with so many of them, whatever OMP_NUM_THREADS says, on the GPU that is its own
   * where it has one. Says once in each JVM what computes, and warns once where the tasks of this
   * JVM have more threads than there are processors. The number is a setting of the run and not
   * what an executor happens to have, because sums over threads differ in their last bits. A task
   * with more than one runs on another thread, whose {@link TaskContext} is the caller's.
   *
   * @param threads at least 1
   * @throws org.abn.spark.device.UnfitDeviceException where a GPU was asked for and none serves
   */
  public static <T> T with(int threads, Supplier<T> task) {
    return threads == 1 ? here(threads, task) : TeamThread.call(() -> here(threads, task));
  }

  private static <T> T here(int threads, Supplier<T> task) {
    ComputeDevice.choose();
    // The holder is empty until ND4J has found its backend.
    Nd4j.getBackend();
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
    if (TOLD.compareAndSet(false, true)) {
      tell(threads);
    }
    int inUse = IN_USE.addAndGet(threads);
    try {
      warnOfTooMany(inUse, Runtime.getRuntime().availableProcessors());
      return task.get();
    } finally {
      IN_USE.addAndGet(-threads);
    }
  }

  private static void tell(int threads) {
    ComputePath path = ComputePath.here();
    LOG.info("{}", path.line(threads));
    path.warning().ifPresent(reason -> LOG.warn("training will be slow: {}", reason));
  }

  private static void warnOfTooMany(int threads, int processors) {
    if (threads > processors && WARNED.compareAndSet(false, true)) {
      LOG.warn(
          "training will be slow: {} OpenMP threads share {} processors, and those that wait for"
              + " others keep them busy; give each executor at least as many cores as its tasks"
              + " have threads (train.threads-per-worker)",
          threads,
          processors);
    }
  }
}
