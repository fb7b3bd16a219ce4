package org.abn.data.format;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.abn.data.InvalidDataException;
import org.abn.data.Storage;
import org.apache.hadoop.fs.Path;

/** The file of class names, one a line, that some datasets have beside their images. */
final class ClassNames {
  private static final int MOST_BYTES = 4096; // published: 61 and 725 bytes

  private ClassNames() {}

  /** What the file says, or the known names where it is missing. */
  static List<String> read(SourceDirectory directory, String file, List<String> known)
      throws IOException {
    var found = directory.file(file);
    if (found.isEmpty()) {
      return known;
    }
    Path path = found.get().getPath();
    List<String> names = lines(Storage.read(directory.storage(), path, MOST_BYTES));
    if (names.stream().distinct().count() != known.size() || names.size() != known.size()) {
      throw InvalidDataException.of(
          "%s: has %d class names, expected %d different ones, one a line; copy or remove it",
          path, names.size(), known.size());
    }
    return names;
  }

  private static List<String> lines(byte[] text) {
    return new String(text, StandardCharsets.UTF_8)
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .toList();
  }
}
