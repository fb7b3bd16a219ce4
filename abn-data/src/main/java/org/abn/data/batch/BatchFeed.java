package org.abn.data.batch;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.abn.data.InvalidDataException;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The mini-batches of one worker, prepared in the background so that a trainer does not wait. For
 * one thread.
 */
public final class BatchFeed implements AutoCloseable {
  private static final int DEPTH = 2;
  private static final int CLOSING_SECONDS = 30;

  private final BatchLoader loader;
  private final EpochPlan plan;
  private final int worker;
  private final ExecutorService background;
  private final ArrayDeque<Prepared> prepared = new ArrayDeque<>();

  /**
   * Creates a feed; loads nothing yet.
   *
   * @param loader of the batches, may be shared with other feeds
   * @param plan of the epoch
   * @param worker whose batches, from 0
   */
  public BatchFeed(BatchLoader loader, EpochPlan plan, int worker) {
    this.loader = loader;
    this.plan = plan;
    this.worker = worker;
    background = Executors.newSingleThreadExecutor(task -> thread(task, worker));
  }

  /** On the device of the thread that opens the feed, which is to compute on the arrays. */
  private static Thread thread(Runnable task, int worker) {
    AffinityManager devices = Nd4j.getAffinityManager();
    int device = devices.getDeviceForCurrentThread();
    Runnable onDevice =
        () -> {
          devices.unsafeSetDevice(device);
          task.run();
        };
    Thread thread = new Thread(onDevice, "batch-feed-" + worker);
    thread.setDaemon(true);
    return thread;
  }

  /** A batch that is loaded, being loaded or about to be. */
  private record Prepared(int index, Future<MiniBatch> batch) {}

  /**
   * The number of batches of the worker.
   *
   * @return as planned
   */
  public int batches() {
    return plan.batches(worker);
  }

  /**
   * Waits for a batch, and lets the next ones be prepared.
   *
   * @param index from 0; any, though those after the one asked for last come sooner
   * @return the batch, to be closed by the caller or left to the garbage collector
   * @throws InvalidDataException if a shard is missing or damaged
   * @throws IndexOutOfBoundsException if the worker has no such batch
   * @throws UncheckedIOException if the file system fails, or the thread is interrupted
   * @throws IllegalStateException if the feed is closed, or loading fails otherwise
   */
  public MiniBatch batch(int index) {
    if (index < 0 || index >= batches()) {
      throw new IndexOutOfBoundsException("batch " + index + " of " + batches());
    }
    if (background.isShutdown()) {
      throw new IllegalStateException("the feed is closed");
    }
    if (prepared.isEmpty() || prepared.peek().index != index) {
      discard();
    }
    prepare(index);
    return await(prepared.remove().batch);
  }

  /** Stops preparing, and frees what was prepared for nothing. */
  @Override
  public void close() {
    discard();
    background.shutdown();
    try {
      if (!background.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
        background.shutdownNow();
      }
    } catch (InterruptedException e) {
      background.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  /** How many batches after the one asked for last are loaded. */
  long ready() {
    return prepared.stream().filter(next -> next.batch.isDone()).count();
  }

  private void prepare(int index) {
    int next = index + prepared.size();
    for (int i = next; i <= index + DEPTH && i < batches(); i++) {
      int number = i;
      prepared.add(new Prepared(i, background.submit(() -> loader.load(plan, worker, number))));
    }
  }

  private void discard() {
    for (Prepared unwanted : prepared) {
      if (!unwanted.batch.cancel(false)) {
        free(unwanted.batch);
      }
    }
    prepared.clear();
  }

  /** Frees a batch that is loaded; one that failed fails again where it is asked for. */
  private static void free(Future<MiniBatch> loaded) {
    try {
      loaded.get().close();
    } catch (ExecutionException e) {
      // Nobody has asked for it.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private MiniBatch await(Future<MiniBatch> batch) {
    try {
      return batch.get();
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      var interrupted = new InterruptedIOException("interrupted while waiting for a batch");
      interrupted.initCause(e);
      throw new UncheckedIOException(interrupted);
    } catch (CancellationException e) {
      throw new IllegalStateException("the feed is closed", e);
    }
  }

  /** The failure of the background as one of this thread, so that both stacks are told. */
  private RuntimeException failure(Throwable cause) {
    discard();
    if (cause instanceof InvalidDataException) {
      return new InvalidDataException(cause.getMessage(), cause);
    }
    if (cause instanceof IOException io) {
      return new UncheckedIOException(io.getMessage(), io);
    }
    return new IllegalStateException("a batch of worker " + worker + " failed: " + cause, cause);
  }
}
