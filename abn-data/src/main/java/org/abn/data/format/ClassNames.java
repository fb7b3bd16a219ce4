package org.abn.data.format;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.abn.data.InvalidDataException;
import org.apache.hadoop.conf.Configuration;

/** The file of class names, one a line, that some datasets have beside their images. */
final class ClassNames {
  private static final int MOST_BYTES = 4096; // published: 61 and 725 bytes

  private ClassNames() {}

  /** What the file says, or the known names where it is missing. */
  static List<String> read(Configuration conf, Optional<StreamedFile> file, List<String> known)
      throws IOException {
    if (file.isEmpty()) {
      return known;
    }
    List<String> names = names(conf, file.get());
    if (names.stream().distinct().count() != known.size() || names.size() != known.size()) {
      throw InvalidDataException.of(
          "%s: has %d class names, expected %d different ones, one a line; copy or remove it",
          file.get(), names.size(), known.size());
    }
    return names;
  }

  private static List<String> names(Configuration conf, StreamedFile file) throws IOException {
    if (file.bytes() > MOST_BYTES) {
      throw InvalidDataException.of("%s: is longer than the %,d bytes expected", file, MOST_BYTES);
    }
    try (TextLines lines = TextLines.of(file.toString(), file.open(conf))) {
      return lines.map(Function.identity());
    }
  }
}
