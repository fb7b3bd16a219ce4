package org.abn.spark.results;

import java.io.IOException;
import org.abn.data.InvalidDataException;
import org.abn.model.saved.InvalidModelException;
import org.abn.model.saved.ModelFile;
import org.abn.model.saved.SavedNetwork;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Reads {@code model.zip} files from any file system of Hadoop's. */
public final class SavedModel {

  private SavedModel() {}

  /**
   * The network in a file.
   *
   * @throws InvalidDataException where there is none, in one line that begins with the file's name
   */
  public static SavedNetwork read(Configuration hadoop, Path file) throws IOException {
    try (LocalFile local = LocalFile.of(hadoop, file)) {
      return ModelFile.read(local.path());
    } catch (InvalidModelException e) {
      throw new InvalidDataException(file + ": " + e.getMessage(), e);
    }
  }
}
