package org.abn.data;

import java.nio.charset.StandardCharsets;

/**
 * The splitmix64 generator (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number
 * Generators", OOPSLA 2014), keyed by a purpose and numbers. The same key gives the same numbers on
 * every machine and Java version, which {@link java.util.SplittableRandom} does not promise.
 *
 * <p>The key is absorbed value by value: {@code state = mix(state + GAMMA ^ value)}, the purpose
 * first, byte by byte. Distinct purposes are distinct streams even of equal seeds.
 */
public final class SplitMix64 {
  // 2^64 divided by the golden ratio, made odd: the constant of the paper.
  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  SplitMix64(long state) {
    this.state = state;
  }

  /**
   * A generator for a purpose.
   *
   * @param purpose what the numbers are for, such as {@code "epoch-order"}
   * @param key what they depend on, such as seed and epoch
   * @return the generator at its start
   */
  public static SplitMix64 keyed(String purpose, long... key) {
    SplitMix64 random = new SplitMix64(0).absorb(purpose);
    for (long value : key) {
      random.absorb(value);
    }
    return random;
  }

  /**
   * Makes the numbers that follow depend on a text too.
   *
   * @param text anything, such as a record's id
   * @return this generator
   */
  public SplitMix64 absorb(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (byte value : bytes) {
      absorb(value & 0xFF);
    }
    return absorb(bytes.length);
  }

  private SplitMix64 absorb(long value) {
    state = mix((state + GAMMA) ^ value);
    return this;
  }

  /**
   * The next number.
   *
   * @return 64 random bits
   */
  public long nextLong() {
    state += GAMMA;
    return mix(state);
  }

  /**
   * The next number below a bound, by multiplication (Lemire 2019) without rejection: its bias is
   * below bound / 2^32.
   *
   * @param bound at least 1
   * @return from 0 to bound - 1
   * @throws IllegalArgumentException if the bound is below 1
   */
  public int nextInt(int bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("bound must be at least 1, cannot be: " + bound);
    }
    return (int) (((nextLong() >>> 32) * bound) >>> 32);
  }

  /**
   * The next number of [0, 1).
   *
   * @return a multiple of 2^-53
   */
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1p-53;
  }

  /**
   * Shuffles a range (Fisher and Yates).
   *
   * @param values shuffled in place
   * @param from first index of the range
   * @param to index after its last
   */
  public void shuffle(int[] values, int from, int to) {
    for (int i = to - 1; i > from; i--) {
      int j = from + nextInt(i - from + 1);
      int swapped = values[i];
      values[i] = values[j];
      values[j] = swapped;
    }
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
