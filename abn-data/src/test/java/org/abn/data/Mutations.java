package org.abn.data;

import java.util.Arrays;
import java.util.Random;

/** Damage as storage and networks do it, and worse. */
public final class Mutations {
  private static final int BEGINNING = 64; // where headers and lengths are
  private static final byte[] EXTREMES = {0, 1, 0x7F, (byte) 0x80, (byte) 0xFF};

  private Mutations() {}

  /**
   * A copy with bytes changed, cut off, added, inserted, moved or swapped; often near the start.
   */
  public static byte[] of(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    int place = place(bytes.length, random);
    switch (random.nextInt(7)) {
      case 0 -> bytes[place] ^= (byte) (1 << random.nextInt(8));
      case 1 -> {
        int end = Math.min(bytes.length, place + 1 + random.nextInt(8));
        Arrays.fill(bytes, place, end, EXTREMES[random.nextInt(EXTREMES.length)]);
      }
      case 2 -> bytes = Arrays.copyOf(bytes, place);
      case 3 -> bytes = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(100));
      case 4 -> bytes = inserted(bytes, place, random);
      case 5 -> swap(bytes, place, random);
      default -> System.arraycopy(bytes, place, bytes, 0, bytes.length - place);
    }
    return bytes;
  }

  private static int place(int length, Random random) {
    return random.nextInt(random.nextBoolean() ? Math.min(BEGINNING, length) : length);
  }

  private static byte[] inserted(byte[] bytes, int place, Random random) {
    byte[] added = new byte[1 + random.nextInt(16)];
    random.nextBytes(added);
    return SmallImages.inserted(bytes, place, added);
  }

  /** Swaps two ranges of one length. */
  private static void swap(byte[] bytes, int place, Random random) {
    int other = random.nextInt(bytes.length);
    int most = Math.min(Math.abs(place - other), bytes.length - Math.max(place, other));
    int length = Math.min(most, 1 + random.nextInt(32));
    byte[] swapped = Arrays.copyOfRange(bytes, place, place + length);
    System.arraycopy(bytes, other, bytes, place, length);
    System.arraycopy(swapped, 0, bytes, other, length);
  }
}
