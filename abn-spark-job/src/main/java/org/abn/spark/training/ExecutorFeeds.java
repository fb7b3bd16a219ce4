package org.abn.spark.training;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.abn.spark.device.ComputeDevice;
import org.abn.spark.training.FeedSource.Feed;

/**
 * The feeds of the logical workers that this JVM runs, kept from round to round so that the next
 * mini-batches are prepared while others are trained on.
 *
 * <p>A mini-batch is a function of epoch, worker and index, so nothing depends on what is kept. A
 * worker that has moved to another executor leaves its feed behind, which is closed a round later;
 * so are all feeds of a run when another begins. A feed fills arrays for the device that its opener
 * computes on, and is replaced where the worker's next task has another.
 */
final class ExecutorFeeds {

  private static final Map<Integer, Open> FEEDS = new HashMap<>();
  private static String run = "";

  private ExecutorFeeds() {}

  /** A feed with the round that it was used in last. */
  private static final class Open {
    private final int epoch;
    private final int device = ComputeDevice.current();
    private final Feed feed;
    private int round;
    private int users;

    Open(int epoch, Feed feed) {
      this.epoch = epoch;
      this.feed = feed;
    }

    boolean serves(int another) {
      return epoch == another && device == ComputeDevice.current();
    }

    boolean isIdle() {
      return users == 0;
    }
  }

  /** Runs a task on the feed of a worker. */
  static <T> T with(WorkerRound round, FeedSource source, Function<Feed, T> task) {
    Open open = take(round, source);
    try {
      // Were a task to outlive its retry, both would ask the one feed.
      synchronized (open) {
        return task.apply(open.feed);
      }
    } finally {
      giveBack(open);
    }
  }

  private static synchronized Open take(WorkerRound round, FeedSource source) {
    closeIdle(round.run(), round.number());
    Open open = FEEDS.get(round.worker());
    if (open == null || !open.serves(round.epoch())) {
      open = new Open(round.epoch(), source.open(round.epoch(), round.worker()));
      replace(round.worker(), open);
    }
    open.round = round.number();
    open.users++;
    return open;
  }

  private static void replace(int worker, Open open) {
    Open before = FEEDS.put(worker, open);
    if (before != null && before.isIdle()) {
      before.feed.close();
    }
  }

  private static void closeIdle(String now, int number) {
    boolean another = !now.equals(run);
    run = now;
    FEEDS
        .values()
        .removeIf(
            open -> {
              boolean left = open.isIdle() && (another || open.round < number - 1);
              if (left) {
                open.feed.close();
              }
              return left;
            });
  }

  private static synchronized void giveBack(Open open) {
    open.users--;
    if (open.isIdle() && !FEEDS.containsValue(open)) {
      open.feed.close();
    }
  }

  /** Closes what is idle; the rest is closed when another run begins. */
  static synchronized void close(String ended) {
    if (ended.equals(run)) {
      closeIdle("", 0);
    }
  }
}
