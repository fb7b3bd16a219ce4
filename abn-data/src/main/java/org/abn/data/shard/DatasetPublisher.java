package org.abn.data.shard;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.abn.data.InvalidDataException;
import org.abn.data.Publisher;
import org.abn.data.UnpublishedDirectory;
import org.abn.data.record.ImageSizes;
import org.abn.data.record.RejectedRecord;
import org.abn.data.record.Split;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Publishes a directory of shards, whose mark is the manifest: shards without one do not exist.
 * Closing it before that removes what was written.
 */
public final class DatasetPublisher implements Closeable {
  private final OutDirectory out;
  private final UnpublishedDirectory made;

  private DatasetPublisher(OutDirectory out, UnpublishedDirectory made) {
    this.out = out;
    this.made = made;
  }

  /**
   * Begins. What a killed run has left is removed.
   *
   * @param conf Hadoop's configuration
   * @param out the directory to be, any URI; may exist if it is empty
   * @return a publisher, to be closed by the caller
   * @throws InvalidDataException if something is there already
   * @throws IOException if the file system fails
   */
  public static DatasetPublisher open(Configuration conf, Path out) throws IOException {
    OutDirectory target = OutDirectory.of(conf, out);
    target.removeLeft();
    return new DatasetPublisher(
        target, Publisher.of(conf, out).directory(target.path(), Manifest.FILE));
  }

  /**
   * Refuses a directory in which something is, before any work is done for it.
   *
   * @param conf Hadoop's configuration
   * @param out the directory to be, any URI
   * @throws InvalidDataException if it cannot be published there
   * @throws IOException if the file system fails
   */
  public static void requireFree(Configuration conf, Path out) throws IOException {
    OutDirectory.of(conf, out).requireFree();
  }

  /**
   * Where the shards are to be written until {@link #publish}.
   *
   * @return a directory, with its scheme
   */
  public Path directory() {
    return made.path();
  }

  /**
   * Writes the manifest and gives the directory its name.
   *
   * @param plan what was to be written
   * @param written what was written, in any order
   * @return the manifest
   * @throws IllegalArgumentException if these are not the plan's shards, each once
   * @throws InvalidDataException if something has appeared under the name
   * @throws IOException if the file system fails, or a shard is not there
   */
  public Manifest publish(ShardPlan plan, List<WrittenShard> written) throws IOException {
    Manifest manifest = manifest(plan, inOrderOf(plan, written));
    for (ShardEntry shard : manifest.shards()) {
      requireWritten(shard);
    }
    out.requireFree();
    made.publish(manifest::writeTo);
    return manifest;
  }

  @Override
  public void close() throws IOException {
    made.close();
  }

  private static Manifest manifest(ShardPlan plan, List<WrittenShard> written) {
    var source = plan.source();
    List<ShardEntry> shards = written.stream().map(WrittenShard::entry).toList();
    List<RejectedRecord> rejected =
        Stream.concat(
                source.rejected().stream(), written.stream().flatMap(w -> w.rejected().stream()))
            .toList();
    int unreadable = rejected.size() - source.rejected().size();
    return new Manifest(
        Manifest.VERSION,
        source.dataset(),
        source.labels().classes(),
        source.labels().attributes(),
        source.image(),
        plan.resizer().shortSide(),
        written.stream().map(WrittenShard::sizes).reduce(ImageSizes::and).orElseThrow(),
        source.counts().rejecting(unreadable),
        plan.seed(),
        splits(shards),
        shards,
        rejected);
  }

  private static List<SplitEntry> splits(List<ShardEntry> shards) {
    TreeMap<Split, Integer> records = new TreeMap<>();
    shards.forEach(shard -> records.merge(shard.split(), shard.records(), Math::addExact));
    return records.entrySet().stream()
        .map(split -> new SplitEntry(split.getKey(), split.getValue()))
        .toList();
  }

  private static List<WrittenShard> inOrderOf(ShardPlan plan, List<WrittenShard> written) {
    Map<String, WrittenShard> byFile =
        written.stream().collect(Collectors.toMap(w -> w.entry().file(), Function.identity()));
    List<WrittenShard> shards = new ArrayList<>();
    for (int shard = 0; shard < plan.shards(); shard++) {
      WrittenShard entry = byFile.remove(plan.file(shard));
      if (entry == null || entry.planned() != plan.order(shard).length) {
        throw new IllegalArgumentException("shard " + plan.file(shard) + " was not written");
      }
      shards.add(entry);
    }
    if (!byFile.isEmpty()) {
      throw new IllegalArgumentException("not shards of the plan: " + byFile.keySet());
    }
    return shards;
  }

  private void requireWritten(ShardEntry shard) throws IOException {
    Path file = new Path(made.path(), shard.file());
    long length = out.storage().getFileStatus(file).getLen();
    if (length != shard.length()) {
      throw new IOException(
          file + " has " + length + " bytes, but " + shard.length() + " were written");
    }
  }
}
