package org.abn.data.shard;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.abn.data.InvalidDataException;
import org.abn.data.Storage;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.ImageSizes;
import org.abn.data.record.Region;
import org.abn.data.record.RejectedRecord;
import org.abn.data.record.RejectedRecordException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Writes the shards of a plan, each by itself and in any order, so that a cluster may share the
 * work. The same plan gives the same bytes. Holds one shard in memory.
 */
public final class ShardWriter implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int BLOCK_BYTES = 1 << 20;

  private final ShardPlan plan;
  private final int blockBytes;

  /**
   * Creates a writer of blocks of about 1 MiB.
   *
   * @param plan what to write
   */
  public ShardWriter(ShardPlan plan) {
    this(plan, BLOCK_BYTES);
  }

  ShardWriter(ShardPlan plan, int blockBytes) {
    this.plan = plan;
    this.blockBytes = blockBytes;
  }

  /**
   * Writes a shard, replacing a file of its name that an earlier attempt has left.
   *
   * @param conf Hadoop's configuration
   * @param directory where to, as of {@link DatasetPublisher#directory}
   * @param shard number in the plan, from 0
   * @return what the manifest is to say of it
   * @throws InvalidDataException if a file of the dataset cannot be read, or no record can
   * @throws IOException if a file system fails
   */
  public WrittenShard write(Configuration conf, Path directory, int shard) throws IOException {
    List<RejectedRecord> rejected = new ArrayList<>();
    Stored[] records = read(conf, shard, rejected);
    byte[] marker = ShardHeader.marker(plan.source().dataset(), plan.seed(), shard);
    String file = plan.file(shard);
    FileSystem storage = Storage.of(conf, directory);
    try (OutputStream stream = storage.create(new Path(directory, file), true);
        ShardOutput out = new ShardOutput(conf, stream, marker, blockBytes)) {
      for (Stored record : records) {
        out.append(record.id, record.value);
      }
      ShardEntry entry = requireSize(out.finish(file, plan.split(shard)));
      return new WrittenShard(entry, rejected, sizes(records));
    }
  }

  /** A record's key and value, and the size of what is seen of its image. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Stored(String id, byte[] value, ImageSizes size) {
    static Stored of(ImageRecord record) {
      Region seen = record.seen(record.image().shape());
      return new Stored(record.id(), RecordCodec.encode(record), ImageSizes.of(seen));
    }
  }

  private static ImageSizes sizes(Stored[] records) {
    return Arrays.stream(records).map(Stored::size).reduce(ImageSizes::and).orElseThrow();
  }

  /** Reads a shard's records in the order of the source, and returns them in that of the shard. */
  private Stored[] read(Configuration conf, int shard, List<RejectedRecord> rejected)
      throws IOException {
    int[] order = plan.order(shard);
    Stored[] records = new Stored[order.length];
    try (var source = new SourceRecords(conf, plan.source().files(plan.split(shard)))) {
      for (int place : ascending(order)) {
        try {
          records[place] = Stored.of(plan.resizer().apply(source.read(order[place])));
        } catch (RejectedRecordException e) {
          rejected.add(e.rejected());
        }
      }
    }
    return requireAny(records, rejected);
  }

  private static Stored[] requireAny(Stored[] records, List<RejectedRecord> rejected) {
    if (rejected.size() == records.length) {
      throw InvalidDataException.of(
          "none of the %,d records of a shard can be used; the first is %s: %s",
          records.length, rejected.get(0).id(), rejected.get(0).reason());
    }
    return Arrays.stream(records).filter(Objects::nonNull).toArray(Stored[]::new);
  }

  /** The places of an order by the numbers in them. */
  private static int[] ascending(int[] order) {
    long[] numberAndPlace =
        IntStream.range(0, order.length).mapToLong(i -> ((long) order[i] << 32) | i).toArray();
    Arrays.sort(numberAndPlace);
    return Arrays.stream(numberAndPlace).mapToInt(value -> (int) value).toArray();
  }

  private ShardEntry requireSize(ShardEntry entry) {
    if (entry.length() > plan.mostBytes()) {
      throw InvalidDataException.of(
          "%s: grew to %,d bytes, at most %,d were planned; are ids longer than 100 bytes?",
          entry.file(), entry.length(), plan.mostBytes());
    }
    return entry;
  }
}
