package org.abn.data.shard;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.abn.data.InvalidDataException;
import org.abn.data.Storage;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The directory that shards are to be published as. Shards without a manifest, which a run that was
 * cut has left there, do not count: they can be replaced.
 *
 * @param storage its file system
 * @param path where it is
 */
record OutDirectory(FileSystem storage, Path path) {

  static OutDirectory of(Configuration conf, Path out) throws IOException {
    FileSystem storage = Storage.of(conf, out);
    // Through a string, which drops the slash that a URI may end in.
    Path target = new Path(storage.makeQualified(out).toString());
    if (target.isRoot()) {
      throw new InvalidDataException(out + ": is a root, choose a directory in it");
    }
    return new OutDirectory(storage, target);
  }

  void requireFree() throws IOException {
    Optional<String> first = occupant();
    if (first.isPresent()) {
      throw new InvalidDataException(
          path + ": already holds " + first.get() + ", choose another --out");
    }
  }

  private Optional<String> occupant() throws IOException {
    try {
      if (storage.getFileStatus(path).isFile()) {
        return Optional.of("a file");
      }
      // By its name: a listing may be late.
      return storage.exists(new Path(path, Manifest.FILE))
          ? Optional.of(Manifest.FILE)
          : names().filter(name -> !isLeft(name)).sorted().findFirst();
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  private Stream<String> names() throws IOException {
    return Stream.of(storage.listStatus(path)).map(FileStatus::getPath).map(Path::getName);
  }

  private static boolean isLeft(String name) {
    return ShardPlan.isFile(name) || name.equals("." + Manifest.FILE + ".writing");
  }

  /** Removes shards without a manifest. */
  void removeLeft() throws IOException {
    requireFree();
    if (storage.exists(path)) {
      for (String name : names().filter(OutDirectory::isLeft).toList()) {
        storage.delete(new Path(path, name), false);
      }
    }
  }
}
