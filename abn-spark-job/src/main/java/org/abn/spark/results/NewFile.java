package org.abn.spark.results;

import java.io.IOException;
import org.abn.data.InvalidDataException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.Path;

/**
 * A file that a command leaves, on any file system of Hadoop's. It replaces none, and appears under
 * its name only when it is whole.
 */
public final class NewFile {

  private final RunFiles files;
  private final Path path;

  private NewFile(RunFiles files, Path path) {
    this.files = files;
    this.path = path;
  }

  /**
   * The file to be; directories above it are made when it is written.
   *
   * @throws InvalidDataException where something is there already
   */
  public static NewFile at(Configuration hadoop, Path path) throws IOException {
    RunFiles files = new RunFiles(hadoop, path);
    if (files.storage().exists(path)) {
      throw new InvalidDataException(path + ": is there already, choose another --out");
    }
    return new NewFile(files, path);
  }

  /**
   * Writes it; where that fails, nothing is left behind.
   *
   * @throws InvalidDataException where a file is in the place of a directory above it
   */
  public void write(FileContent content) throws IOException {
    try {
      files.write(path, content);
    } catch (FileAlreadyExistsException | ParentNotDirectoryException e) {
      throw new InvalidDataException(path + ": cannot be written: " + e.getMessage(), e);
    }
  }
}
