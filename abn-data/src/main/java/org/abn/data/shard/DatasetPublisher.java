package org.abn.data.shard;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.abn.data.InvalidDataException;
import org.abn.data.Storage;
import org.abn.data.record.ImageSizes;
import org.abn.data.record.RejectedRecord;
import org.abn.data.record.Split;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Lets a directory of shards appear at once: shards are written beside it, the manifest last, and
 * one rename gives the directory its name. Closing before that removes what was written.
 */
public final class DatasetPublisher implements Closeable {
  private static final String SUFFIX = ".__writing__";

  private final FileSystem storage;
  private final Path out;
  private final Path writing;

  private DatasetPublisher(FileSystem storage, Path out, Path writing) {
    this.storage = storage;
    this.out = out;
    this.writing = writing;
  }

  /**
   * Begins. What a killed run has left beside the directory is removed.
   *
   * @param conf Hadoop's configuration
   * @param out the directory to be, any URI; may exist if it is empty
   * @return a publisher, to be closed by the caller
   * @throws InvalidDataException if something is there already
   * @throws IOException if the file system fails
   */
  public static DatasetPublisher open(Configuration conf, Path out) throws IOException {
    FileSystem storage = Storage.of(conf, out);
    // Through a string, which drops the slash that a URI may end in.
    Path target = new Path(storage.makeQualified(out).toString());
    if (target.isRoot()) {
      throw new InvalidDataException(out + ": is a root, choose a directory in it");
    }
    Path writing = target.suffix(SUFFIX);
    DatasetPublisher publisher = new DatasetPublisher(storage, target, writing);
    publisher.requireFree();
    storage.delete(writing, true);
    Storage.makeDirectory(storage, writing);
    return publisher;
  }

  /**
   * Where the shards are to be written until {@link #publish}.
   *
   * @return a directory beside the one to be, with its scheme
   */
  public Path directory() {
    return writing;
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
    manifest.write(storage, writing);
    requireFree();
    // Renaming to an empty directory would move into it.
    storage.delete(out, false);
    if (!storage.rename(writing, out)) {
      throw new IOException("cannot rename " + writing + " to " + out);
    }
    return manifest;
  }

  /** Removes what was written, unless it was published. */
  @Override
  public void close() throws IOException {
    storage.delete(writing, true);
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
    Path file = new Path(writing, shard.file());
    long length = storage.getFileStatus(file).getLen();
    if (length != shard.length()) {
      throw new IOException(
          file + " has " + length + " bytes, but " + shard.length() + " were written");
    }
  }

  private void requireFree() throws IOException {
    try {
      FileStatus there = storage.getFileStatus(out);
      String first = there.isFile() ? "a file" : firstEntry();
      if (first != null) {
        throw new InvalidDataException(out + ": already holds " + first + ", choose another --out");
      }
    } catch (FileNotFoundException e) {
      // Nothing is there: as it should be.
    }
  }

  private String firstEntry() throws IOException {
    FileStatus[] entries = storage.listStatus(out);
    return Arrays.stream(entries).map(e -> e.getPath().getName()).sorted().findFirst().orElse(null);
  }
}
