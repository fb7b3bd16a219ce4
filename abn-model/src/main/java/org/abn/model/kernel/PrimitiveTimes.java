package org.abn.model.kernel;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Times oneDNN's primitives by what they compute and which of its implementations does: {@code jit}
 * is code for this processor, {@code gemm} a product of matrices, {@code ref} slow reference code.
 */
public final class PrimitiveTimes {

  /** Of the thread that is being timed; none otherwise. */
  private static final ThreadLocal<PrimitiveTimes> HERE = new ThreadLocal<>();

  private final Map<String, Time> times = new TreeMap<>();

  /**
   * What a kind of primitive took.
   *
   * @param calls how often it ran
   * @param nanoseconds in all
   */
  public record Time(long calls, long nanoseconds) {
    Time plus(long more) {
      return new Time(calls + 1, nanoseconds + more);
    }
  }

  /** Times what this thread runs meanwhile. */
  public void during(Runnable work) {
    HERE.set(this);
    try {
      work.run();
    } finally {
      HERE.remove();
    }
  }

  /** By name, such as {@code convolution_forward jit:avx512_core}. */
  public Map<String, Time> byName() {
    return Map.copyOf(times);
  }

  static Optional<PrimitiveTimes> here() {
    return Optional.ofNullable(HERE.get());
  }

  void add(String name, long nanoseconds) {
    times.put(name, times.getOrDefault(name, new Time(0, 0)).plus(nanoseconds));
  }
}
