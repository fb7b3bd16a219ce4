package org.abn.data.shard;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.abn.data.InvalidDataException;
import org.abn.data.SplitMix64;
import org.abn.data.format.DatasetSource;
import org.abn.data.format.SourceFile;
import org.abn.data.image.ImageResizer;
import org.abn.data.record.Split;

/**
 * Which records go into which shard, in which order: a pure function of the source and a seed.
 * Training records are shuffled once; test records keep the dataset's order. A shard holds records
 * of one split; the shards of a split are about equally large. Serializable, four bytes a record.
 */
public final class ShardPlan implements Serializable {
  /** The most bytes of a shard: a block of HDFS by default. */
  public static final long MOST_SHARD_BYTES = 128L << 20;

  private static final long serialVersionUID = 1;

  // Id, labels (40 of four bytes at most so far), lengths and a share of the sync markers.
  private static final int BYTES_BESIDE_IMAGE = 256;
  private static final int HEADER_BYTES = 128;

  private static final Pattern FILE = Pattern.compile("(train|test)-\\d{5,}-of-\\d{5,}\\.seq");

  private final DatasetSource source;
  private final long seed;
  private final long mostBytes;
  private final List<Slice> slices;
  private final ImageResizer resizer;

  private ShardPlan(
      DatasetSource source, long seed, long mostBytes, List<Slice> slices, ImageResizer resizer) {
    this.source = source;
    this.seed = seed;
    this.mostBytes = mostBytes;
    this.slices = slices;
    this.resizer = resizer;
  }

  /** A shard to be: the numbers of its records within their split, in the order of the shard. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Slice(Split split, String file, int[] numbers) implements Serializable {}

  /**
   * Plans shards of at most {@link #MOST_SHARD_BYTES}.
   *
   * @param source the dataset
   * @param seed what the order of the training records depends on
   * @return the plan
   */
  public static ShardPlan of(DatasetSource source, long seed) {
    return of(source, seed, MOST_SHARD_BYTES);
  }

  /**
   * Plans shards.
   *
   * @param source the dataset
   * @param seed what the order of the training records depends on
   * @param mostBytes the most bytes of a shard
   * @return the plan
   * @throws InvalidDataException if one record alone is larger, or there is none
   */
  public static ShardPlan of(DatasetSource source, long seed, long mostBytes) {
    List<Slice> slices = new ArrayList<>();
    for (Split split : Split.values()) {
      int[] order = order(source, split, seed);
      List<int[]> cuts = cut(source.files(split), order, mostBytes - HEADER_BYTES);
      for (int i = 0; i < cuts.size(); i++) {
        slices.add(new Slice(split, file(split, i, cuts.size()), cuts.get(i)));
      }
    }
    if (slices.isEmpty()) {
      throw InvalidDataException.of("%s: holds no image that can be used", source.dataset());
    }
    return new ShardPlan(source, seed, mostBytes, List.copyOf(slices), ImageResizer.NONE);
  }

  /**
   * The same plan with large images made smaller on the way. The shards hold the same records, and
   * so fewer bytes than were planned: by how many shows only when all images have been decoded.
   *
   * @param chosen what is done to an image
   * @return another plan
   * @throws InvalidDataException if the dataset has no image files
   */
  public ShardPlan resizing(ImageResizer chosen) {
    if (!chosen.equals(ImageResizer.NONE) && source.image().known()) {
      throw InvalidDataException.of(
          "dataset '%s' has pixels of %s, expected image files where a short side is given",
          source.dataset(), source.image());
    }
    return new ShardPlan(source, seed, mostBytes, slices, chosen);
  }

  /**
   * The dataset.
   *
   * @return where the records come from
   */
  public DatasetSource source() {
    return source;
  }

  /**
   * The seed.
   *
   * @return what the order of the training records depends on
   */
  public long seed() {
    return seed;
  }

  /**
   * What is done to images.
   *
   * @return {@link ImageResizer#NONE} where they are stored as published
   */
  public ImageResizer resizer() {
    return resizer;
  }

  /**
   * The number of shards, of all splits together.
   *
   * @return at least 1
   */
  public int shards() {
    return slices.size();
  }

  /**
   * The split of a shard.
   *
   * @param shard from 0
   * @return the split of all its records
   */
  public Split split(int shard) {
    return slices.get(shard).split;
  }

  /**
   * The file name of a shard.
   *
   * @param shard from 0
   * @return such as {@code train-00000-of-00002.seq}
   */
  public String file(int shard) {
    return slices.get(shard).file;
  }

  /**
   * The records of a shard.
   *
   * @param shard from 0
   * @return their numbers within their split of the source, in the order of the shard
   */
  public int[] order(int shard) {
    return slices.get(shard).numbers.clone();
  }

  long mostBytes() {
    return mostBytes;
  }

  private static String file(Split split, int number, int of) {
    return String.format(Locale.ROOT, "%s-%05d-of-%05d.seq", split, number, of);
  }

  /** Whether a file of this name may be one of a plan's. */
  static boolean isFile(String name) {
    return FILE.matcher(name).matches();
  }

  private static int[] order(DatasetSource source, Split split, long seed) {
    int[] order = IntStream.range(0, source.records(split)).toArray();
    if (split == Split.TRAIN) {
      SplitMix64.keyed("shard-order", seed).shuffle(order, 0, order.length);
    }
    return order;
  }

  /** Cuts the order into as few runs as surely fit, about equal in bytes. */
  private static List<int[]> cut(List<SourceFile> files, int[] order, long mostBytes) {
    int[] sizes = sizes(files, order.length);
    long total = IntStream.of(sizes).asLongStream().sum();
    long runs = runs(total, IntStream.of(sizes).max().orElse(0), mostBytes);
    List<int[]> cuts = new ArrayList<>();
    long before = 0;
    for (int from = 0, to = 0; from < order.length; from = to) {
      long run = before * runs / total;
      while (to < order.length && before * runs / total == run) {
        before += sizes[order[to++]];
      }
      cuts.add(Arrays.copyOfRange(order, from, to));
    }
    return cuts;
  }

  private static long runs(long total, int largest, long mostBytes) {
    if (largest >= mostBytes) {
      throw InvalidDataException.of(
          "a record of %,d bytes does not fit a shard of %,d", largest, mostBytes);
    }
    // A run overshoots its equal share by less than one record.
    long share = mostBytes - largest;
    return total <= mostBytes ? 1 : (total + share - 1) / share;
  }

  private static int[] sizes(List<SourceFile> files, int records) {
    int[] sizes = new int[records];
    int next = 0;
    for (SourceFile file : files) {
      for (int i = 0; i < file.records(); i++) {
        sizes[next++] = Math.toIntExact(file.imageBytes(i) + BYTES_BESIDE_IMAGE);
      }
    }
    return sizes;
  }
}
