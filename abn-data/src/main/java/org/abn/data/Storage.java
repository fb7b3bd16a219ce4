package org.abn.data;

import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/** Files of any file system of Hadoop's, with what is missing reported as the user's fault. */
public final class Storage {
  private Storage() {}

  /**
   * The file system of a path. The local one comes without Hadoop's {@code .crc} files: they would
   * litter directories that people look into, and shards have checksums of their own.
   *
   * @param conf Hadoop's configuration
   * @param path any URI: {@code file:}, {@code hdfs:}
   * @return its file system
   * @throws InvalidDataException if no file system has the path's scheme
   * @throws IOException if the file system does not answer
   */
  public static FileSystem of(Configuration conf, Path path) throws IOException {
    try {
      FileSystem files = path.getFileSystem(conf);
      return files instanceof ChecksumFileSystem checked ? checked.getRawFileSystem() : files;
    } catch (UnsupportedFileSystemException e) {
      throw new InvalidDataException(path + ": " + e.getMessage() + "; use file: or hdfs:", e);
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

  private static InvalidDataException missing(Path path, FileNotFoundException cause) {
    // HDFS sends the stack trace of its name node along, after the first line.
    String reason = String.valueOf(cause.getMessage()).lines().findFirst().orElse("not found");
    return new InvalidDataException(path + ": cannot be opened: " + reason, cause);
  }
}
