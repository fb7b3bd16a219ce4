package org.abn.data.format;

import java.util.Optional;
import org.abn.data.InvalidDataException;
import org.apache.hadoop.fs.Path;

/**
 * What a user may choose where a dataset leaves a choice, which only CompCars does.
 *
 * @param labels {@code model} or {@code maker}; models where nothing is chosen
 * @param trainList a file that lists the images to train on, instead of the published one
 * @param testList a file that lists the images to test on
 * @param cropToBox whether no more is seen of an image than the box it is labelled with
 */
public record DatasetOptions(
    Optional<String> labels, Optional<Path> trainList, Optional<Path> testList, boolean cropToBox) {
  /** Nothing is chosen. */
  public static final DatasetOptions NONE =
      new DatasetOptions(Optional.empty(), Optional.empty(), Optional.empty(), false);

  void requireNone(String dataset) {
    if (!equals(NONE)) {
      throw InvalidDataException.of(
          "dataset '%s' leaves no choice of labels, lists or boxes, expected these of compcars"
              + " only",
          dataset);
    }
  }
}
