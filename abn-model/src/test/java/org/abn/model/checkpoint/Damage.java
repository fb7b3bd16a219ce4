package org.abn.model.checkpoint;

import java.util.Arrays;
import java.util.Random;

/** Bytes as they are after an accident, or after an attack without a plan. */
public final class Damage {

  private static final byte[] EXTREMES = {0, 1, 0x7F, (byte) 0x80, (byte) 0xFF};

  private Damage() {}

  /** A copy with a few bytes changed, cut off, moved or added. */
  public static byte[] to(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    for (int times = 1 + random.nextInt(3); times > 0; times--) {
      bytes = once(bytes, random.nextInt(bytes.length), random);
    }
    return bytes;
  }

  /** A copy in which a run of bytes is damaged, and the rest as it was. */
  public static byte[] within(byte[] whole, int from, int to, Random random) {
    byte[] run = to(Arrays.copyOfRange(whole, from, to), random);
    byte[] bytes = Arrays.copyOf(whole, whole.length - (to - from) + run.length);
    System.arraycopy(run, 0, bytes, from, run.length);
    System.arraycopy(whole, to, bytes, from + run.length, whole.length - to);
    return bytes;
  }

  private static byte[] once(byte[] bytes, int place, Random random) {
    switch (random.nextInt(6)) {
      case 0 -> bytes[place] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[place] = (byte) random.nextInt();
      case 2 -> {
        int end = Math.min(bytes.length, place + 1 + random.nextInt(8));
        Arrays.fill(bytes, place, end, EXTREMES[random.nextInt(EXTREMES.length)]);
      }
      case 3 -> System.arraycopy(bytes, place, bytes, 0, bytes.length - place);
      case 4 -> {
        return Arrays.copyOf(bytes, place + 1);
      }
      default -> {
        return Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(20));
      }
    }
    return bytes;
  }
}
