package org.abn.data.image;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.abn.data.SmallImages;

/** Damage that knows where the parts of a file begin and end. */
enum PartDamage {
  /** Bytes between two parts. */
  INSERTED {
    @Override
    void damage(List<byte[]> parts, Random random) {
      parts.add(1 + random.nextInt(parts.size()), noise(random));
    }
  },
  /** A marker of any code, between or within parts. */
  MARKED {
    @Override
    void damage(List<byte[]> parts, Random random) {
      int i = random.nextInt(parts.size());
      byte[] part = parts.get(i);
      int code = random.nextBoolean() ? random.nextInt(256) : 0xC0 + random.nextInt(0x40);
      byte[] marker = {-1, (byte) code};
      parts.set(i, SmallImages.inserted(part, random.nextInt(part.length + 1), marker));
    }
  },
  /** A part that is not there. */
  REMOVED {
    @Override
    void damage(List<byte[]> parts, Random random) {
      parts.remove(1 + random.nextInt(parts.size() - 1));
    }
  },
  /** A part that is there again. */
  REPEATED {
    @Override
    void damage(List<byte[]> parts, Random random) {
      byte[] part = parts.get(random.nextInt(parts.size()));
      parts.add(1 + random.nextInt(parts.size()), part);
    }
  },
  /** A part that is somewhere else. */
  MOVED {
    @Override
    void damage(List<byte[]> parts, Random random) {
      byte[] part = parts.remove(1 + random.nextInt(parts.size() - 1));
      parts.add(1 + random.nextInt(parts.size()), part);
    }
  },
  /** A bit of any part. */
  FLIPPED {
    @Override
    void damage(List<byte[]> parts, Random random) {
      int i = random.nextInt(parts.size());
      parts.set(i, changed(parts.get(i), 1 << random.nextInt(8), random));
    }
  },
  /** A byte of any part, and the checksum of a PNG's chunk with it. */
  CHANGED {
    @Override
    void damage(List<byte[]> parts, Random random) {
      int i = random.nextInt(parts.size());
      byte[] changed = changed(parts.get(i), 1 + random.nextInt(255), random);
      boolean isChunk = parts.get(0)[0] != -1 && changed.length > ImageParts.BESIDE_CONTENT;
      parts.set(i, isChunk ? ImageParts.withChecksum(changed) : changed);
    }
  },
  /** Some bytes of any part. */
  OVERWRITTEN {
    @Override
    void damage(List<byte[]> parts, Random random) {
      int i = random.nextInt(parts.size());
      byte[] part = parts.get(i).clone();
      byte[] noise = noise(random);
      int at = random.nextInt(part.length);
      System.arraycopy(noise, 0, part, at, Math.min(noise.length, part.length - at));
      parts.set(i, part);
    }
  },
  /** The end of the file. */
  CUT {
    @Override
    void damage(List<byte[]> parts, Random random) {
      byte[] file = ImageParts.joined(parts);
      parts.clear();
      parts.add(Arrays.copyOf(file, 1 + random.nextInt(file.length - 1)));
    }
  },
  /** Bytes after the end. */
  APPENDED {
    @Override
    void damage(List<byte[]> parts, Random random) {
      parts.add(random.nextBoolean() ? noise(random) : parts.get(random.nextInt(parts.size())));
    }
  };

  private static final int BEGINNING = 24; // of a part: its header
  private static final byte[][] KINDS_OF_NOISE = {{0}, {-1}, {-1, 0}, {-1, (byte) 0xD0}, {-1, 1}};

  abstract void damage(List<byte[]> parts, Random random);

  /** A damaged copy. */
  byte[] of(byte[] sound, Random random) {
    List<byte[]> parts = new ArrayList<>(ImageParts.of(sound));
    damage(parts, random);
    return ImageParts.joined(parts);
  }

  /** With some bits of a byte the other way, often near the beginning. */
  private static byte[] changed(byte[] part, int bits, Random random) {
    byte[] changed = part.clone();
    int most = random.nextBoolean() ? Math.min(part.length, BEGINNING) : part.length;
    changed[random.nextInt(most)] ^= (byte) bits;
    return changed;
  }

  /** Up to 16 bytes, at random or of some that mean something. */
  private static byte[] noise(Random random) {
    byte[] noise = new byte[1 + random.nextInt(16)];
    random.nextBytes(noise);
    int kind = random.nextInt(2 * KINDS_OF_NOISE.length);
    if (kind < KINDS_OF_NOISE.length) {
      byte[] repeated = KINDS_OF_NOISE[kind];
      for (int i = 0; i < noise.length; i++) {
        noise[i] = repeated[i % repeated.length];
      }
    }
    return noise;
  }
}
