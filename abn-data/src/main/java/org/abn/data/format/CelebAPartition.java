package org.abn.data.format;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.abn.data.InvalidDataException;
import org.abn.data.record.Split;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * {@code list_eval_partition.txt}: a line an image of its name and 0 (train), 1 (validation) or 2
 * (test); or {@code list_eval_partition.csv}, with commas between and a line of column names.
 *
 * @param path the file
 * @param splits of the images, validation images being trained on
 */
record CelebAPartition(Path path, Map<String, Split> splits) {
  private static final long MOST_BYTES = 8 << 20; // published: 3 MB

  static CelebAPartition read(FileSystem storage, FileStatus file) throws IOException {
    Map<String, Split> splits = new HashMap<>();
    try (TextLines lines = TextLines.open(storage, file, MOST_BYTES)) {
      if (file.getPath().getName().endsWith(".csv")) {
        lines.next("image_id,partition");
      }
      lines.map(line -> add(line, splits));
    }
    return new CelebAPartition(file.getPath(), splits);
  }

  Split split(String image) {
    return splits.get(image);
  }

  /** Refuses lists of different images. */
  void requireImagesOf(CelebAAttributes attributes) {
    for (String image : attributes.images()) {
      if (!splits.containsKey(image)) {
        throw InvalidDataException.of(
            "%s: lacks %s, which has attributes; are both lists of one set?",
            path, TextLines.abbreviated(image));
      }
    }
    for (String image : splits.keySet()) {
      if (!attributes.images().contains(image)) {
        throw InvalidDataException.of(
            "%s: has %s, which has no attributes; are both lists of one set?",
            path, TextLines.abbreviated(image));
      }
    }
  }

  private static Split add(String line, Map<String, Split> splits) {
    String[] fields = line.split("[\\s,]+", -1);
    if (fields.length != 2 || !fields[1].matches("[012]")) {
      throw InvalidDataException.of(
          "'%s', expected an image and 0, 1 or 2", TextLines.abbreviated(line));
    }
    Split split = fields[1].equals("2") ? Split.TEST : Split.TRAIN;
    if (splits.put(fields[0], split) != null) {
      throw InvalidDataException.of("%s is there twice", TextLines.abbreviated(fields[0]));
    }
    return split;
  }
}
