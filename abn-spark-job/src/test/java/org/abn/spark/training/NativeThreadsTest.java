package org.abn.spark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskContext$;
import org.junit.jupiter.api.Test;

class NativeThreadsTest {

  private static final int TASKS = 8;

  @Test
  void oneTeamServesTasksThatComeOnAnyThread() throws Exception {
    Set<Thread> teams = ConcurrentHashMap.newKeySet();

    for (int i = 0; i < TASKS; i++) {
      Thread caller = new Thread(() -> NativeThreads.with(2, () -> teams.add(thread())));
      caller.start();
      caller.join();
    }

    assertThat(teams).hasSize(1);
  }

  @Test
  void tasksAtTheSameTimeHaveTeamsOfTheirOwn() throws Exception {
    var all = new CountDownLatch(TASKS);
    var pool = Executors.newFixedThreadPool(TASKS);
    try {
      List<Future<Thread>> teams =
          IntStream.range(0, TASKS)
              .mapToObj(
                  i -> pool.submit(() -> NativeThreads.with(2, () -> threadOnceAllAreHere(all))))
              .toList();
      Set<Thread> different = ConcurrentHashMap.newKeySet();
      for (Future<Thread> team : teams) {
        different.add(team.get());
      }

      assertThat(different).hasSize(TASKS);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void aTaskWithinATaskStaysWhereItIs() {
    boolean same =
        NativeThreads.with(
            2,
            () -> {
              Thread outer = thread();
              return NativeThreads.with(2, () -> thread() == outer);
            });

    assertThat(same).isTrue();
  }

  @Test
  void whatATaskThrowsComesUnchangedAndItsTeamServesOn() {
    var thrown = new IllegalArgumentException("the task's");
    Thread before = NativeThreads.with(2, NativeThreadsTest::thread);

    assertThatThrownBy(
            () ->
                NativeThreads.with(
                    2,
                    () -> {
                      throw thrown;
                    }))
        .isSameAs(thrown);

    assertThat(NativeThreads.<Thread>with(2, NativeThreadsTest::thread)).isSameAs(before);
  }

  @Test
  void anInterruptedCallersTaskIsInterruptedToo() throws Exception {
    var begun = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    Thread caller =
        new Thread(() -> NativeThreads.with(2, () -> waitForInterruption(begun, interrupted)));
    caller.setUncaughtExceptionHandler((thread, e) -> {});
    caller.start();
    begun.await();

    caller.interrupt();

    interrupted.await();
    caller.join();
  }

  @Test
  void isTheSameTaskToSpark() {
    TaskContext context = TaskContext$.MODULE$.empty();
    TaskContext$.MODULE$.setTaskContext(context);
    try {
      assertThat(NativeThreads.<TaskContext>with(2, TaskContext::get)).isSameAs(context);
    } finally {
      TaskContext$.MODULE$.unset();
    }
    assertThat(NativeThreads.<TaskContext>with(2, TaskContext::get)).isNull();
  }

  @Test
  void findsClassesWhereItsCallerDoes() {
    Thread caller = Thread.currentThread();
    ClassLoader before = caller.getContextClassLoader();
    NativeThreads.with(2, NativeThreadsTest::thread); // a thread with another loader is there
    var jars = new ClassLoader(before) {};
    caller.setContextClassLoader(jars);
    try {
      assertThat(NativeThreads.<ClassLoader>with(2, () -> thread().getContextClassLoader()))
          .isSameAs(jars);
    } finally {
      caller.setContextClassLoader(before);
    }
  }

  private static Thread thread() {
    return Thread.currentThread();
  }

  private static Thread threadOnceAllAreHere(CountDownLatch all) {
    all.countDown();
    try {
      all.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return thread();
  }

  private static Void waitForInterruption(CountDownLatch begun, CountDownLatch interrupted) {
    begun.countDown();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      interrupted.countDown();
    }
    return null;
  }
}
