package org.abn.spark.explanation;

import java.io.Serializable;
import java.util.Locale;
import org.abn.data.record.ImageRecord;

/**
 * Where an image's maps are.
 *
 * @param file in the folder of each method
 * @param row of the file's first dimension; below 0 where the file is of this image alone
 */
public record MapPlace(String file, int row) implements Serializable {

  static MapPlace alone(ImageRecord record) {
    return new MapPlace(record.id() + ".npy", -1);
  }

  /** Among the images of a batch. */
  static MapPlace together(int batch, int row) {
    return new MapPlace(String.format(Locale.ROOT, "batch-%06d.npy", batch), row);
  }
}
