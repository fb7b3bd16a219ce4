package org.abn.data.format;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.abn.data.InvalidDataException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * {@code list_attr_celeba.txt}: a line with the number of images, one with the names of the
 * attributes, then a line an image of its name and 1 or -1 an attribute; or {@code
 * list_attr_celeba.csv}, without the number and with commas between.
 */
final class CelebAAttributes {
  private static final long MOST_BYTES = 64 << 20; // published: 27 MB

  private final List<String> names;
  private final Map<String, int[]> valuesOfImages = new LinkedHashMap<>();

  private CelebAAttributes(List<String> names) {
    this.names = names;
  }

  static CelebAAttributes read(FileSystem storage, FileStatus file) throws IOException {
    try (TextLines lines = TextLines.open(storage, file, MOST_BYTES)) {
      return file.getPath().getName().endsWith(".csv")
          ? readTable(lines)
          : readList(file.getPath(), lines);
    }
  }

  private static CelebAAttributes readList(Path path, TextLines lines) throws IOException {
    int count = lines.parse(lines.next("the number of images"), CelebAAttributes::count);
    var attributes =
        new CelebAAttributes(lines.parse(lines.next("names"), CelebAAttributes::names));
    int rows = lines.map(line -> attributes.add(line.split("\\s+", -1))).size();
    requireCount(path, count, rows);
    return attributes;
  }

  private static CelebAAttributes readTable(TextLines lines) throws IOException {
    String names = lines.next("image_id and names").replace(',', ' ');
    var attributes =
        new CelebAAttributes(
            lines.parse(names, line -> names(line.replaceFirst("^image_id ", ""))));
    lines.map(line -> attributes.add(line.split(",", -1)));
    return attributes;
  }

  private static void requireCount(Path path, int count, int rows) {
    if (rows != count) {
      throw InvalidDataException.of(
          "%s: line 1 says %,d images, but %,d follow; copy it again", path, count, rows);
    }
  }

  List<String> names() {
    return names;
  }

  /** Names of the images, in the order of the list. */
  Set<String> images() {
    return valuesOfImages.keySet();
  }

  /** 1 for each attribute that an image has, 0 for the others. */
  int[] values(String image) {
    return valuesOfImages.get(image);
  }

  private static int count(String line) {
    if (!line.matches("\\d{1,9}")) {
      throw InvalidDataException.of(
          "'%s', expected the number of images", TextLines.abbreviated(line));
    }
    return Integer.parseInt(line);
  }

  private static List<String> names(String line) {
    List<String> names = List.of(line.split("\\s+"));
    if (names.stream().distinct().count() < names.size() || names.get(0).endsWith(".jpg")) {
      throw InvalidDataException.of(
          "'%s', expected different names of attributes", TextLines.abbreviated(line));
    }
    return names;
  }

  private String add(String[] fields) {
    int[] values = new int[names.size()];
    if (fields.length != 1 + values.length) {
      throw InvalidDataException.of(
          "%s has %d values, expected %d, one an attribute",
          TextLines.abbreviated(fields[0]), fields.length - 1, values.length);
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = value(fields[1 + i]);
    }
    if (valuesOfImages.put(fields[0], values) != null) {
      throw InvalidDataException.of("%s is there twice", TextLines.abbreviated(fields[0]));
    }
    return fields[0];
  }

  private static int value(String field) {
    return switch (field) {
      case "1" -> 1;
      case "-1" -> 0;
      default ->
          throw InvalidDataException.of(
              "value '%s', expected 1 or -1", TextLines.abbreviated(field));
    };
  }
}
