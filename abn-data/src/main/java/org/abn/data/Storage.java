package org.abn.data;

import java.io.BufferedOutputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.util.VersionInfo;

/**
 * Files of any file system of Hadoop's. What is the user's to mend, a URI that is none or a file
 * that is not there, is an {@link InvalidDataException}; a file system that does not answer is an
 * {@link IOException}.
 */
public final class Storage {
  private Storage() {}

  /**
   * What a user has written as the place of a file or directory.
   *
   * @param uri a path, or a URI with a scheme
   * @return the path
   * @throws InvalidDataException if it is neither
   */
  public static Path path(String uri) {
    try {
      return new Path(uri);
    } catch (IllegalArgumentException e) {
      throw InvalidDataException.of(
          "'%s': is neither a path nor a URI, expected such as /data/x, file:///data/x or"
              + " hdfs://host/data/x",
          uri);
    }
  }

  /**
   * The file system of a path. The local one comes without Hadoop's {@code .crc} files: they would
   * litter directories that people look into, and shards have checksums of their own.
   *
   * @param conf Hadoop's configuration
   * @param path any URI: {@code file:}, {@code hdfs:}
   * @return its file system
   * @throws InvalidDataException if there is no file system of the path's scheme and host
   * @throws IOException if the file system does not answer
   */
  public static FileSystem of(Configuration conf, Path path) throws IOException {
    try {
      FileSystem files = path.getFileSystem(conf);
      return files instanceof ChecksumFileSystem checked ? checked.getRawFileSystem() : files;
    } catch (UnsupportedFileSystemException e) {
      throw new InvalidDataException(path + ": " + e.getMessage() + "; use file: or hdfs:", e);
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).startsWith("Incomplete HDFS URI")) {
        throw new InvalidDataException(path + ": names no host, expected hdfs://host/path", e);
      }
      throw e;
    } catch (RuntimeException e) {
      throw new InvalidDataException(path + ": " + reason(e), e);
    }
  }

  /** Hadoop wraps what its file systems cannot be made of. */
  private static String reason(RuntimeException e) {
    Throwable cause = e.getCause();
    while (cause != null && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof UnknownHostException) {
      return "no host is known by the name " + cause.getMessage();
    }
    if (cause instanceof ClassNotFoundException) {
      return "needs "
          + cause.getMessage().replaceFirst("^Class (.*) not found$", "$1")
          + ", which is not on the class path; for s3a, give -- --packages"
          + " org.apache.hadoop:hadoop-aws:"
          + VersionInfo.getVersion();
    }
    return "no file system for this can be made: " + e.getMessage();
  }

  /**
   * What is in a directory. Hadoop's own listing of a local one leaves out what it cannot open
   * without a word, such as names that the locale cannot express.
   *
   * @param files its file system
   * @param directory where it is
   * @return its files and directories by name; links to nothing are there too, and are neither
   * @throws InvalidDataException if there is none, or a name that cannot be decoded
   * @throws IOException if the file system fails
   */
  public static List<FileStatus> list(FileSystem files, Path directory) throws IOException {
    try {
      Stream<FileStatus> found = Arrays.stream(files.listStatus(directory));
      if (files instanceof RawLocalFileSystem local) {
        List<FileStatus> readable = found.toList();
        found =
            Stream.concat(readable.stream(), LocalNames.brokenLinks(local, directory, readable));
      }
      return found.sorted(Comparator.comparing(entry -> entry.getPath().getName())).toList();
    } catch (FileNotFoundException e) {
      throw missing(directory, e);
    }
  }

  /**
   * What is known about a file or directory.
   *
   * @param files its file system
   * @param path where it is
   * @return its status
   * @throws InvalidDataException if there is none
   * @throws IOException if the file system fails
   */
  public static FileStatus status(FileSystem files, Path path) throws IOException {
    try {
      return files.getFileStatus(path);
    } catch (FileNotFoundException e) {
      throw missing(path, e);
    }
  }

  /**
   * Opens a file.
   *
   * @param files its file system
   * @param path where it is
   * @return its bytes, to be closed by the caller
   * @throws InvalidDataException if there is none
   * @throws IOException if the file system fails
   */
  public static FSDataInputStream open(FileSystem files, Path path) throws IOException {
    try {
      return files.open(path);
    } catch (FileNotFoundException e) {
      throw missing(path, e);
    }
  }

  /**
   * Creates a file, or empties one that is there. On a local disk it gets the permissions that the
   * process gives its files: for those of its own Hadoop would start a process each time, where its
   * native library is missing.
   *
   * @param files its file system
   * @param path where it is to be; folders above it are made
   * @return to be closed by the caller
   * @throws IOException if the file system fails
   */
  public static OutputStream create(FileSystem files, Path path) throws IOException {
    // What extends it may do otherwise.
    if (!(files instanceof RawLocalFileSystem local)
        || !files.getClass().equals(RawLocalFileSystem.class)) {
      return files.create(path, true);
    }
    Path folder = path.getParent();
    if (folder != null && !local.mkdirs(folder)) {
      throw new IOException("Mkdirs failed to create " + folder);
    }
    return new BufferedOutputStream(new FileOutputStream(local.pathToFile(path)));
  }

  /**
   * Reads a whole small file.
   *
   * @param files its file system
   * @param path where it is
   * @param limit the most bytes it may have; more are not read into memory
   * @return its bytes
   * @throws InvalidDataException if there is none or it is longer
   * @throws IOException if the file system fails
   */
  public static byte[] read(FileSystem files, Path path, int limit) throws IOException {
    try (FSDataInputStream in = open(files, path)) {
      byte[] bytes = in.readNBytes(limit);
      if (in.read() >= 0) {
        throw InvalidDataException.of("%s: is longer than the %,d bytes expected", path, limit);
      }
      return bytes;
    }
  }

  /**
   * Makes a directory, and those above it.
   *
   * @param files its file system
   * @param directory where it is to be; may be there
   * @throws InvalidDataException if it cannot be made there
   * @throws IOException if the file system fails
   */
  public static void makeDirectory(FileSystem files, Path directory) throws IOException {
    if (!files.mkdirs(directory)) {
      throw new InvalidDataException(
          directory + ": cannot be made; is a directory above it a file, read-only or another's?");
    }
  }

  private static InvalidDataException missing(Path path, FileNotFoundException cause) {
    // HDFS sends the stack trace of its name node along, after the first line.
    String reason = String.valueOf(cause.getMessage()).lines().findFirst().orElse("not found");
    return new InvalidDataException(
        path + ": cannot be opened: " + reason + LocalNames.hint(path), cause);
  }
}
