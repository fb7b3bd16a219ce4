package org.abn.spark.training;

import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskContext$;

/**
 * A thread that has a team of OpenMP threads.
 *
 * <p>A thread that calls native code gets its team and keeps it, and each of Spark's tasks comes on
 * whichever thread is free. Once all teams together have more threads than there are processors,
 * libgomp no longer lets those of a team wait for each other awake, and a small network trains a
 * tenth slower, though all teams but one are idle. So there are no more of these threads than there
 * have been tasks at the same time, and the one used last is used first.
 */
final class TeamThread {

  private static final int SECONDS_KEPT = 60;
  private static final Deque<TeamThread> IDLE = new ConcurrentLinkedDeque<>();
  private static final ThreadLocal<Boolean> IS_ONE = ThreadLocal.withInitial(() -> false);

  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          SECONDS_KEPT,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          work -> {
            Thread made = new Thread(work, "openmp-team");
            made.setDaemon(true);
            return made;
          });

  private TeamThread() {
    thread.allowCoreThreadTimeOut(true);
  }

  /** What a task gives that runs on such a thread, which stands for the caller's. */
  static <T> T call(Supplier<T> task) {
    if (IS_ONE.get()) {
      return task.get();
    }
    TeamThread idle = IDLE.poll();
    TeamThread mine = idle == null ? new TeamThread() : idle;
    TaskContext context = TaskContext.get();
    ClassLoader classes = Thread.currentThread().getContextClassLoader();
    return mine.get(() -> within(context, classes, task));
  }

  private static <T> T within(TaskContext context, ClassLoader classes, Supplier<T> task) {
    IS_ONE.set(true);
    Thread.currentThread().setContextClassLoader(classes);
    TaskContext$.MODULE$.setTaskContext(context);
    try {
      return task.get();
    } finally {
      TaskContext$.MODULE$.unset();
    }
  }

  private <T> T get(Callable<T> task) {
    Future<T> result = thread.submit(task);
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw TeamThread.<RuntimeException>unchanged(e.getCause());
    } catch (InterruptedException e) {
      thread.shutdownNow();
      throw TeamThread.<RuntimeException>unchanged(e);
    } finally {
      if (!thread.isShutdown()) {
        IDLE.push(this);
      }
    }
  }

  /** Spark tells tasks that are to be killed from failed ones by the exception, checked or not. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> E unchanged(Throwable thrown) throws E {
    throw (E) thrown;
  }
}
