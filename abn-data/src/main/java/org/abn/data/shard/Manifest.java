package org.abn.data.shard;

import java.io.IOException;
import java.io.OutputStream;
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
import org.abn.data.record.FileCounts;
import org.abn.data.record.ImageShape;
import org.abn.data.record.ImageSizes;
import org.abn.data.record.LabelNames;
import org.abn.data.record.RejectedRecord;
import org.abn.data.record.Split;
import org.abn.data.shard.EarlierManifest.Version2;
import org.abn.data.shard.EarlierManifest.Version3;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * {@code manifest.json}: what a directory of shards holds. Written last, so that a directory with
 * one is whole.
 *
 * <p>Earlier versions are read as {@link EarlierManifest} says, and keep their checksum.
 *
 * @param schemaVersion 4, or 2 or 3 of a manifest that was written by an earlier program
 * @param dataset published name of the dataset
 * @param classes names of the classes, in the order of their labels; empty where there are
 *     attributes
 * @param attributes names of the attributes, in the order of their values; empty where there are
 *     classes
 * @param image shape of every image; {@link ImageShape#UNKNOWN} where they differ
 * @param shortSide what the shorter side of larger images was resized to, in pixels; 0 where images
 *     are as published
 * @param sizes between which the images are; {@link ImageSizes#UNKNOWN} in earlier versions
 * @param files what has become of the dataset's files; {@link FileCounts#UNKNOWN} in earlier
 *     versions
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
    int shortSide,
    ImageSizes sizes,
    FileCounts files,
    long seed,
    List<SplitEntry> splits,
    List<ShardEntry> shards,
    List<RejectedRecord> rejected) {
  /** The version that this program writes. */
  public static final int VERSION = 4;

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
    if (dataset == null || image == null || sizes == null || files == null) {
      throw new InvalidDataException("lacks the dataset's name, shape, image sizes or files");
    }
    if (schemaVersion == VERSION && !(sizes.known() && files.known())) {
      throw new InvalidDataException("lacks the sizes of its images or the counts of its files");
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
    return switch (version) {
      case Version2.VERSION -> ManifestJson.read(json, Version2.class, what).manifest(what);
      case Version3.VERSION -> ManifestJson.read(json, Version3.class, what).manifest(what);
      default -> ManifestJson.read(json, Manifest.class, what);
    };
  }

  /** Writes the file's bytes. */
  void writeTo(OutputStream out) throws IOException {
    out.write(bytes());
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
    Object fields =
        switch (schemaVersion) {
          case Version2.VERSION -> Version2.of(this);
          case Version3.VERSION -> Version3.of(this);
          default -> this;
        };
    return ManifestJson.writeIndented(fields).getBytes(StandardCharsets.UTF_8);
  }

  private static void requireVersion(int version, String what) {
    if (version < Version2.VERSION || version > VERSION) {
      throw InvalidDataException.of(
          "%s: schema_version is %s, this program reads %d to %d; make the shards again with it",
          what, version < 0 ? "missing" : version, Version2.VERSION, VERSION);
    }
  }

  private static void requireShortSide(int version, int shortSide) {
    int least = version == Version3.VERSION ? 1 : 0; // which was for such images alone
    if (shortSide < least || shortSide > ImageSize.MOST_PIXELS_A_SIDE) {
      throw InvalidDataException.of(
          "short_side is %d in version %d, expected %d to %d",
          shortSide, version, least, ImageSize.MOST_PIXELS_A_SIDE);
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
