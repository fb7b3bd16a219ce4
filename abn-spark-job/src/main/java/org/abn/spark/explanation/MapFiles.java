package org.abn.spark.explanation;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.List;
import org.abn.data.Storage;
import org.abn.data.record.ImageRecord;
import org.abn.model.explain.Explanation;
import org.abn.model.explain.ExplanationMethod;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Files of maps and pictures, in a directory that is published whole: written as they are, and over
 * those of an attempt of a task that failed.
 *
 * @param directory where, any URI
 * @param hadoop the settings of its file system
 */
public record MapFiles(String directory, SerializableConfiguration hadoop) implements Serializable {

  /**
   * Writes the maps of an image, and its picture.
   *
   * @param folder where, such as the method's name
   * @param picture what is drawn
   * @param seen {@code [H][W][C]}, in [0, 1]
   */
  public void writeAll(
      String folder,
      ImageRecord record,
      Explanation found,
      ExplanationMethod method,
      ExplanationPicture picture,
      float[][][] seen)
      throws IOException {
    write(
        folder + "/" + MapPlace.alone(record).file(), NpyFile.of(found.maps().get(method)).bytes());
    write(
        folder + "/" + record.id() + ".png",
        picture.of(seen, record.labels(), found, method).png());
  }

  /**
   * Writes the maps of a batch into one file: a file an image takes longer than a small network,
   * and is a burden to HDFS.
   *
   * @param batch its number
   * @param found of at least one image
   */
  void writeTogether(int batch, List<Explanation> found, ExplanationMethod method)
      throws IOException {
    write(
        method + "/" + MapPlace.together(batch, 0).file(),
        NpyFile.ofImages(found.stream().map(one -> one.maps().get(method)).toList()).bytes());
  }

  /** Writes a file, and the folders that it lies in. */
  private void write(String name, byte[] bytes) throws IOException {
    Path path = new Path(directory, name);
    FileSystem storage = Storage.of(hadoop.value(), path);
    try (OutputStream out = Storage.create(storage, path)) {
      out.write(bytes);
    }
  }
}
