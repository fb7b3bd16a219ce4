package org.abn.data.format;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.abn.data.InvalidDataException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A list of CompCars' images, a line a path {@code maker/model/year/x.jpg}; the year may be {@code
 * unknown}.
 *
 * @param path the file
 * @param images what it lists, in its order
 */
record CarList(Path path, List<String> images) {
  private static final String IMAGE = "\\d{1,9}/\\d{1,9}/\\w+/[\\w-]+\\.jpg";
  private static final long MOST_BYTES = 16 << 20; // 136,726 images of 32 bytes, and more

  static CarList read(FileSystem storage, FileStatus file) throws IOException {
    Set<String> seen = new HashSet<>();
    try (TextLines lines = TextLines.open(storage, file, MOST_BYTES)) {
      List<String> images = lines.map(line -> image(line, seen));
      if (images.isEmpty()) {
        throw InvalidDataException.of("%s: lists no image, expected one a line", file.getPath());
      }
      return new CarList(file.getPath(), images);
    }
  }

  private static String image(String line, Set<String> seen) {
    if (!line.matches(IMAGE)) {
      throw InvalidDataException.of(
          "'%s', expected a path such as 78/1/2010/x.jpg", TextLines.abbreviated(line));
    }
    if (!seen.add(line)) {
      throw InvalidDataException.of("%s is there twice", TextLines.abbreviated(line));
    }
    return line;
  }

  /** The classes that the images are of, by number. */
  List<Integer> numbers(CarLabels labels) {
    return images.stream().map(labels::number).distinct().sorted().toList();
  }
}
