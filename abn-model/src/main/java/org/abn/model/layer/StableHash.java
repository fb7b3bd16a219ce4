package org.abn.model.layer;

import java.nio.charset.StandardCharsets;

/**
 * A hash of 64 bits that is the same on every machine and Java version, and by which no two records
 * of a large dataset meet, as they would by the 32 bits of {@link String#hashCode}.
 *
 * <p>Values are absorbed one by one, {@code hash = mix((hash + GAMMA) ^ value)}, with the mixing
 * function and the constant of splitmix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom
 * Number Generators", OOPSLA 2014). A text is its UTF-8 bytes and then their number.
 */
final class StableHash {

  /** 2^64 divided by the golden ratio, made odd. */
  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  private StableHash() {}

  /** The hash of a text alone. */
  static long of(String text) {
    return absorb(0, text);
  }

  /** A hash that depends on a number too. */
  static long absorb(long hash, long value) {
    return mix((hash + GAMMA) ^ value);
  }

  /** A hash that depends on a text too. */
  static long absorb(long hash, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    long result = hash;
    for (byte value : bytes) {
      result = absorb(result, value & 0xFF);
    }
    return absorb(result, bytes.length);
  }

  /**
   * A number of the sequence that splitmix64 gives from a seed on, by its place.
   *
   * @param index from 0
   */
  static long number(long seed, long index) {
    return mix(seed + (index + 1) * GAMMA);
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
