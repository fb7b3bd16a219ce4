package org.abn.data.format;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.abn.data.InvalidDataException;
import org.apache.hadoop.fs.Path;

/** The lines of a small text file; blank ones at its end do not count. */
final class TextLines {
  private final Path path;
  private final List<String> lines;

  TextLines(Path path, byte[] text) {
    this.path = path;
    lines = new String(text, StandardCharsets.UTF_8).stripTrailing().lines().toList();
  }

  /** Parses every line; what a parser refuses is refused with the line's number. */
  <T> List<T> map(Function<String, T> parser) {
    List<T> parsed = new ArrayList<>(lines.size());
    for (String line : lines) {
      try {
        parsed.add(parser.apply(line.strip()));
      } catch (InvalidDataException e) {
        throw e.in(path + ", line " + (parsed.size() + 1));
      }
    }
    return parsed;
  }
}
