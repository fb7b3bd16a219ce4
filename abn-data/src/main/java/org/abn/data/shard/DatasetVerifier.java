package org.abn.data.shard;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.abn.data.InvalidDataException;
import org.abn.data.Storage;
import org.abn.data.record.ImageRecord;
import org.abn.data.shard.DuplicateIds.Place;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Compares a directory of shards with its manifest: what {@link ShardVerifier} finds in each of
 * them, wherever it has run, and what shows only where all are known. Writes nothing.
 */
public final class DatasetVerifier {
  private static final String SUFFIX = ".seq";

  private final Configuration conf;
  private final Path directory;
  private final Manifest manifest;

  private DatasetVerifier(Configuration conf, Path directory, Manifest manifest) {
    this.conf = conf;
    this.directory = directory;
    this.manifest = manifest;
  }

  /**
   * Reads the manifest.
   *
   * @param conf Hadoop's configuration
   * @param directory where the shards are, any URI
   * @return a verifier
   * @throws InvalidDataException if there is no manifest, or it is malformed
   * @throws IOException if the file system fails
   */
  public static DatasetVerifier open(Configuration conf, Path directory) throws IOException {
    return new DatasetVerifier(conf, directory, Manifest.read(conf, directory));
  }

  /**
   * The manifest.
   *
   * @return as it was read
   */
  public Manifest manifest() {
    return manifest;
  }

  /**
   * What is to be done with each shard of the manifest.
   *
   * @return a verifier of single shards
   */
  public ShardVerifier ofShards() {
    return new ShardVerifier(directory.toString(), manifest.labels(), manifest.image());
  }

  /**
   * Puts the reports of all shards together, and adds shards that the manifest does not name and
   * ids that several records have.
   *
   * @param reports one of each shard, in the order of the manifest
   * @return what is wrong
   * @throws IOException if the file system fails
   */
  public DatasetReport report(List<ShardReport> reports) throws IOException {
    Problems problems = new Problems();
    for (int shard = 0; shard < reports.size(); shard++) {
      ShardReport report = reports.get(shard);
      problems.addAll(shard(shard).file(), report.problems(), report.lines());
    }
    addDuplicates(problems, DuplicateIds.find(reports));
    List<String> unnamed = unnamed();
    unnamed.forEach(file -> problems.add(file, "is not in the manifest; remove it"));
    return new DatasetReport(
        problems.count(), problems.lines(), problems.files(), reports.size() + unnamed.size());
  }

  private ShardEntry shard(int number) {
    return manifest.shards().get(number);
  }

  private void addDuplicates(Problems problems, Map<Place, Place> duplicates) throws IOException {
    ShardReader reader = new ShardReader(conf, directory, manifest);
    for (Map.Entry<Place, Place> duplicate : duplicates.entrySet()) {
      Place first = duplicate.getValue();
      Place again = duplicate.getKey();
      String message = problems.areOnlyCounted() ? "" : message(reader, first, again);
      problems.add(shard(again.shard()).file(), message);
    }
  }

  private String message(ShardReader reader, Place first, Place again) throws IOException {
    ImageRecord record = reader.block(again.shard(), again.block()).get(again.record());
    long offset = shard(again.shard()).blocks().get(again.block()).offset();
    return String.format(
        Locale.ROOT,
        "block at byte %d: record %s has the id of one before it, in %s",
        offset,
        record.id(),
        shard(first.shard()).file());
  }

  private List<String> unnamed() throws IOException {
    var named = manifest.shards().stream().map(ShardEntry::file).collect(Collectors.toSet());
    return Stream.of(Storage.of(conf, directory).listStatus(directory))
        .map(file -> file.getPath().getName())
        .filter(name -> name.endsWith(SUFFIX) && !named.contains(name))
        .sorted()
        .toList();
  }
}
