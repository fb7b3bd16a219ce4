package org.abn.spark.results;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import org.abn.data.InvalidDataException;
import org.abn.data.Storage;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** A file of any file system of Hadoop's, on the local disk: itself, or a copy while it is open. */
public final class LocalFile implements Closeable {

  private final java.nio.file.Path path;
  private final boolean copied;

  private LocalFile(java.nio.file.Path path, boolean copied) {
    this.path = path;
    this.copied = copied;
  }

  /**
   * @throws InvalidDataException where there is no such file
   */
  public static LocalFile of(Configuration hadoop, Path file) throws IOException {
    FileSystem storage = Storage.of(hadoop, file);
    if (Storage.status(storage, file).isDirectory()) {
      throw new InvalidDataException(file + ": is a directory, expected a file");
    }
    return storage instanceof RawLocalFileSystem local
        ? new LocalFile(local.pathToFile(file).toPath(), false)
        : copy(storage, file);
  }

  private static LocalFile copy(FileSystem storage, Path file) throws IOException {
    var copy = new LocalFile(Files.createTempFile("abn-", null), true);
    try (InputStream in = Storage.open(storage, file)) {
      Files.copy(in, copy.path(), StandardCopyOption.REPLACE_EXISTING);
      return copy;
    } catch (IOException | RuntimeException e) {
      copy.close();
      throw e;
    }
  }

  public java.nio.file.Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    if (copied) {
      Files.delete(path);
    }
  }
}
