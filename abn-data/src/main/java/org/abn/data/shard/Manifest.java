package org.abn.data.shard;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.abn.data.Checksums;
import org.abn.data.InvalidDataException;
import org.abn.data.Storage;
import org.abn.data.augment.ImageSize;
import org.abn.data.augment.Normalisation;
import org.abn.data.record.ImageShape;
import org.abn.data.record.LabelNames;
import org.abn.data.record.RejectedRecord;
import org.abn.data.record.Split;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * {@code manifest.json}: what a directory of shards holds. Written last, so that a directory with
 * one is whole.
 *
 * <p>Version 3 has a short side, version 2 has none: shards of the images as published are what
 * they were before there was a choice, and have the same checksum.
 *
 * @param schemaVersion 2 or 3
 * @param dataset published name of the dataset
 * @param classes names of the classes, in the order of their labels; empty where there are
 *     attributes
 * @param attributes names of the attributes, in the order of their values; empty where there are
 *     classes
 * @param image shape of every image; {@link ImageShape#UNKNOWN} where they differ
 * @param shortSide what the shorter side of larger images was resized to, in pixels; 0, and not in
 *     the file, where images are as published
 * @param seed what the order of the training records depends on
 * @param splits the splits with their counts
 * @param shards the shards; their index here is their number everywhere
 * @param rejected the records that are in no shard
 */
public record Manifest(
    int schemaVersion,
    String dataset,
    List<String> classes,
    List<String> attributes,
    ImageShape image,
    @JsonInclude(Include.NON_DEFAULT) int shortSide,
    long seed,
    List<SplitEntry> splits,
    List<ShardEntry> shards,
    List<RejectedRecord> rejected) {
  private static final int AS_PUBLISHED = 2;
  private static final int RESIZED = 3;

  /** Name of the file, beside the shards. */
  public static final String FILE = "manifest.json";

  private static final int DECODED_CHANNELS = 3;

  // ImageNet's is 20 MB: 150,000 blocks of 1 MiB.
  private static final int MOST_BYTES = 256 << 20;

  /**
   * Checks that the shards are the splits.
   *
   * @throws InvalidDataException if a value is missing or out of range, or the counts do not add up
   */
  public Manifest {
    requireShortSide(schemaVersion, shortSide);
    if (dataset == null || image == null) {
      throw new InvalidDataException("lacks the dataset's name or its image shape");
    }
    LabelNames names = new LabelNames(classes, attributes);
    classes = names.classes();
    attributes = names.attributes();
    splits = List.copyOf(splits);
    shards = List.copyOf(shards);
    rejected = List.copyOf(rejected);
    requireDistinctFiles(shards);
    requireCounts(splits, shards);
  }

  /**
   * Reads the manifest of a directory.
   *
   * @param conf Hadoop's configuration
   * @param directory where the shards are, any URI
   * @return the manifest
   * @throws InvalidDataException if there is none, or it is malformed or of an unknown version
   * @throws IOException if the file system fails
   */
  public static Manifest read(Configuration conf, Path directory) throws IOException {
    Path path = new Path(directory, FILE);
    byte[] json = Storage.read(Storage.of(conf, path), path, MOST_BYTES);
    return parse(new String(json, StandardCharsets.UTF_8), path.toString());
  }

  static Manifest parse(String json, String what) {
    int version = ManifestJson.number(json, "schema_version", what);
    requireVersion(version, what);
    if (version == RESIZED) {
      return ManifestJson.read(json, Manifest.class, what);
    }
    ManifestAsPublished fields = ManifestJson.read(json, ManifestAsPublished.class, what);
    try {
      return fields.manifest();
    } catch (InvalidDataException e) {
      throw e.in(what);
    }
  }

  /** The version of a manifest of images that were resized to a short side, or not at all. */
  static int schemaVersion(int shortSide) {
    return shortSide == 0 ? AS_PUBLISHED : RESIZED;
  }

  /** Writes the manifest into a directory. */
  void write(FileSystem storage, Path directory) throws IOException {
    try (var out = storage.create(new Path(directory, FILE), true)) {
      out.write(bytes());
    }
  }

  /**
   * What the labels of the records mean.
   *
   * @return the classes or the attributes
   */
  public LabelNames labels() {
    return new LabelNames(classes, attributes);
  }

  /**
   * Identifies the data: the same dataset, settings and seed give the same checksum.
   *
   * @return SHA-256 of the file's bytes as this program writes them, 64 hexadecimal digits
   */
  public String checksum() {
    return Checksums.hex(Checksums.sha256().digest(bytes()));
  }

  /**
   * Counts the records of a split.
   *
   * @param split a part of the dataset
   * @return how many it has; 0 where it has no shard
   */
  public int records(Split split) {
    return splits.stream().filter(s -> s.split() == split).mapToInt(SplitEntry::records).sum();
  }

  /**
   * The shards of a split.
   *
   * @param split a part of the dataset
   * @return their numbers, in order
   */
  public int[] shards(Split split) {
    return IntStream.range(0, shards.size())
        .filter(shard -> shards.get(shard).split() == split)
        .toArray();
  }

  /**
   * Checks that pixel statistics are of these images; those that are decoded have three channels.
   *
   * @param normalisation what is to be done to every pixel
   * @throws InvalidDataException if the number of channels differs
   */
  public void requireChannelsOf(Normalisation normalisation) {
    int channels = image.known() ? image.channels() : DECODED_CHANNELS;
    if (normalisation.channels() != channels) {
      throw InvalidDataException.of(
          "normalisation: statistics of %d channels, but the images of %s have %d",
          normalisation.channels(), dataset, channels);
    }
  }

  private byte[] bytes() {
    return ManifestJson.writeIndented(this).getBytes(StandardCharsets.UTF_8);
  }

  private static void requireVersion(int version, String what) {
    if (version != AS_PUBLISHED && version != RESIZED) {
      throw InvalidDataException.of(
          "%s: schema_version is %s, this program reads %d and %d; make the shards again with it",
          what, version < 0 ? "missing" : version, AS_PUBLISHED, RESIZED);
    }
  }

  private static void requireShortSide(int version, int shortSide) {
    if (shortSide < 0
        || shortSide > ImageSize.MOST_PIXELS_A_SIDE
        || version != schemaVersion(shortSide)) {
      throw InvalidDataException.of(
          "short_side is %d in version %d, expected 1 to %d in version %d alone",
          shortSide, version, ImageSize.MOST_PIXELS_A_SIDE, RESIZED);
    }
  }

  private static void requireDistinctFiles(List<ShardEntry> shards) {
    Set<String> files = new HashSet<>();
    for (ShardEntry shard : shards) {
      if (!files.add(shard.file())) {
        throw new InvalidDataException("names shard " + shard.file() + " twice");
      }
    }
  }

  private static void requireCounts(List<SplitEntry> splits, List<ShardEntry> shards) {
    for (Split split : Split.values()) {
      long said =
          splits.stream().filter(s -> s.split() == split).mapToLong(SplitEntry::records).sum();
      long held =
          shards.stream().filter(s -> s.split() == split).mapToLong(ShardEntry::records).sum();
      if (said != held || said > Integer.MAX_VALUE) {
        throw InvalidDataException.of(
            "says that %s has %,d records, its shards have %,d", split, said, held);
      }
    }
  }
}
