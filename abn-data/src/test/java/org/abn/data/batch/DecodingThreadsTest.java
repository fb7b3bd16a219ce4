package org.abn.data.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.abn.data.InvalidDataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecodingThreadsTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void everyImageIsDecodedOnce(int threads) {
    var done = new AtomicIntegerArray(1000);
    new DecodingThreads(threads).forEach(done.length(), done::incrementAndGet);
    for (int i = 0; i < done.length(); i++) {
      assertThat(done.get(i)).isOne();
    }
  }

  @Test
  void oneThreadIsTheCaller() {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    new DecodingThreads(1).forEach(100, i -> threads.add(Thread.currentThread()));
    assertThat(threads).containsExactly(Thread.currentThread());
  }

  @Test
  void severalWorkAtOnceAndNoMoreThanAreGiven() {
    int given = 3; // more than the common pool of a small machine has
    var meeting = new CountDownLatch(given);
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    new DecodingThreads(given)
        .forEach(
            given * 8,
            i -> {
              threads.add(Thread.currentThread());
              meet(meeting);
            });
    assertThat(threads).hasSize(given).doesNotContain(Thread.currentThread());
  }

  /** The first wait for each other; those after them have met already. */
  private static void meet(CountDownLatch meeting) {
    meeting.countDown();
    try {
      assertThat(meeting.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatOneThrowsIsThrown() {
    var threads = new DecodingThreads(2);
    assertThatThrownBy(
            () ->
                threads.forEach(
                    10,
                    i -> {
                      throw InvalidDataException.of("image %d", 7);
                    }))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("image 7");
  }

  @Test
  void noThreadsAreRefused() {
    assertThatThrownBy(() -> new DecodingThreads(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the threads that decode must be at least 1, cannot be: 0");
  }
}
