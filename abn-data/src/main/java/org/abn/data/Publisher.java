package org.abn.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * Publishes files and directories on any file system of Hadoop's: each is there under its name only
 * when it is whole.
 *
 * <p>On a local disk and on HDFS, what is unfinished has another name, and a rename is one step. Of
 * any other store it is not known: on S3 the rename of a directory copies object by object, may be
 * cut in the middle, and takes what a listing shows. So there no directory is renamed. It is
 * written in place, and its mark last, without which it is none. A file is renamed where it is new;
 * where it replaces another it is written over that, in one request.
 */
public final class Publisher {
  private static final Set<String> RENAME_IN_ONE_STEP = Set.of("hdfs", "webhdfs", "swebhdfs");

  private final Configuration conf;
  private final FileSystem storage;
  private final boolean renamesInOneStep;

  private Publisher(Configuration conf, FileSystem storage) {
    this.conf = conf;
    this.storage = storage;
    renamesInOneStep = renamesInOneStep(storage);
  }

  /**
   * A publisher for the file system of a path.
   *
   * @param conf Hadoop's configuration
   * @param path any URI
   * @return its publisher
   * @throws InvalidDataException if there is no file system of the path's scheme and host
   * @throws IOException if the file system does not answer
   */
  public static Publisher of(Configuration conf, Path path) throws IOException {
    return new Publisher(conf, Storage.of(conf, path));
  }

  private static boolean renamesInOneStep(FileSystem storage) {
    FileSystem[] behind = storage.getChildFileSystems(); // of viewfs, the mounted ones
    return behind == null || behind.length == 0
        ? storage instanceof RawLocalFileSystem
            || RENAME_IN_ONE_STEP.contains(storage.getUri().getScheme())
        : Stream.of(behind).allMatch(Publisher::renamesInOneStep);
  }

  /**
   * Refuses to go on where something is in the place of a file that is to replace none.
   *
   * @param file where it is to be
   * @throws InvalidDataException if something is there
   * @throws IOException if the file system fails
   */
  public void requireFree(Path file) throws IOException {
    if (storage.exists(file)) {
      throw new InvalidDataException(file + ": is there already, choose another --out");
    }
  }

  /**
   * Publishes a file in place of the one that is there, if one is. Directories above it are made.
   * Where writing fails, nothing has changed.
   *
   * @param file where it is to be
   * @param content its bytes
   * @throws InvalidDataException if it is a directory, or a file is in the place of one above it
   * @throws IOException if the file system fails
   */
  public void file(Path file, FileContent content) throws IOException {
    try {
      if (renamesInOneStep || !storage.exists(file)) {
        renamed(file, content);
      } else {
        overwritten(file, content);
      }
    } catch (FileAlreadyExistsException | ParentNotDirectoryException e) {
      throw new InvalidDataException(file + ": cannot be written: " + e.getMessage(), e);
    }
  }

  private void renamed(Path file, FileContent content) throws IOException {
    Path unfinished = unfinished(file);
    try {
      write(unfinished, content);
      replace(unfinished, file);
    } catch (IOException | RuntimeException e) {
      removeAfter(e, unfinished);
      throw e;
    }
  }

  /** Not renamed: it would have to be deleted first, and be missing where no more is done. */
  private void overwritten(Path file, FileContent content) throws IOException {
    requireNoDirectory(file);
    var bytes = new ByteArrayOutputStream();
    content.writeTo(bytes); // which fails, if it does, before anything has changed
    write(file, bytes::writeTo);
  }

  boolean isThere(Path file) throws IOException {
    return storage.exists(file);
  }

  void write(Path file, FileContent content) throws IOException {
    try (OutputStream out = Storage.create(storage, file)) {
      content.writeTo(out);
    }
  }

  private void removeAfter(Exception failure, Path unfinished) {
    try {
      storage.delete(unfinished, false);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private void replace(Path from, Path to) throws IOException {
    // HDFS and a local disk would move it into the directory.
    requireNoDirectory(to);
    rename(from, to, Rename.OVERWRITE);
  }

  /** By the interface that can replace, or refuse to, on HDFS; the local disk's own replaces. */
  private void rename(Path from, Path to, Rename option) throws IOException {
    if (renamesInOneStep && !(storage instanceof RawLocalFileSystem)) {
      FileContext.getFileContext(storage.getUri(), conf).rename(from, to, option);
    } else if (!storage.rename(from, to)) {
      throw new IOException("cannot rename " + from + " to " + to);
    }
  }

  private void requireNoDirectory(Path file) throws IOException {
    if (storage.exists(file) && storage.getFileStatus(file).isDirectory()) {
      throw new InvalidDataException(file + ": is a directory, expected a file or nothing");
    }
  }

  /**
   * Begins a directory. What an attempt that was cut has left of it is removed.
   *
   * @param directory where it is to be, not a root
   * @param mark name of the file that is written last, and without which it is none
   * @return the directory in the making, to be closed by the caller
   * @throws InvalidDataException if it cannot be made there
   * @throws IOException if the file system fails
   */
  public UnpublishedDirectory directory(Path directory, String mark) throws IOException {
    Path path = renamesInOneStep ? unfinished(directory) : directory;
    remove(path, mark);
    Storage.makeDirectory(storage, path);
    return new UnpublishedDirectory(this, path, directory, mark);
  }

  /**
   * Removes a directory with all that is in it; where that is not one step, its mark first.
   *
   * @param directory where it is; may be missing
   * @param mark name of the file without which it is none
   * @throws IOException if the file system fails
   */
  public void remove(Path directory, String mark) throws IOException {
    if (!renamesInOneStep) {
      storage.delete(new Path(directory, mark), false);
    }
    storage.delete(directory, true);
  }

  /** Gives a directory its name, which must be free but for an empty directory. */
  void rename(Path from, Path to) throws IOException {
    // HDFS would move it into a directory that is there.
    if (storage.exists(to)) {
      if (storage.getFileStatus(to).isFile() || storage.listStatus(to).length > 0) {
        throw new InvalidDataException(to + ": is there already, expected nothing");
      }
      storage.delete(to, false);
    }
    rename(from, to, Rename.NONE);
  }

  /** What an unfinished file or directory is called, beside the one to be. */
  static Path unfinished(Path target) {
    return new Path(target.getParent(), "." + target.getName() + ".writing");
  }
}
