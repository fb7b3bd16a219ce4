package org.abn.data.format;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.abn.data.InvalidDataException;
import org.abn.data.Storage;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The lines of a list, read one after another; blank ones do not count. */
final class TextLines implements Closeable {
  private static final int MOST_QUOTED = 40;

  private final Path path;
  private final BufferedReader reader;
  private int number;

  private TextLines(Path path, BufferedReader reader) {
    this.path = path;
    this.reader = reader;
  }

  /** Opens a list that may have so many bytes: another kind of file can be one long line. */
  static TextLines open(FileSystem storage, FileStatus file, long mostBytes) throws IOException {
    Path path = file.getPath();
    if (file.getLen() > mostBytes) {
      throw InvalidDataException.of(
          "%s: has %,d bytes, expected a list of at most %,d", path, file.getLen(), mostBytes);
    }
    var text = new InputStreamReader(Storage.open(storage, path), StandardCharsets.UTF_8);
    return new TextLines(path, new BufferedReader(text));
  }

  /** The next line without spaces around it. */
  String next(String expected) throws IOException {
    String line = nextOrNull();
    if (line == null) {
      throw InvalidDataException.of(
          "%s: ends after line %d, expected %s; copy it again", path, number, expected);
    }
    return line;
  }

  /** Refuses a line that is too many. */
  void requireEnd() throws IOException {
    if (nextOrNull() != null) {
      throw InvalidDataException.of("%s, line %d: expected the end of the file", path, number);
    }
  }

  /** Parses all lines that are left. */
  <T> List<T> map(Function<String, T> parser) throws IOException {
    List<T> parsed = new ArrayList<>();
    for (String line = nextOrNull(); line != null; line = nextOrNull()) {
      parsed.add(parse(line, parser));
    }
    return parsed;
  }

  /** Parses the line just read; what the parser refuses is refused with the line's number. */
  <T> T parse(String line, Function<String, T> parser) {
    try {
      return parser.apply(line);
    } catch (InvalidDataException e) {
      throw e.in(path + ", line " + number);
    }
  }

  /** A text short enough for a message: another kind of file can be one long line. */
  static String abbreviated(String text) {
    return text.length() <= MOST_QUOTED ? text : text.substring(0, MOST_QUOTED) + "...";
  }

  private String nextOrNull() throws IOException {
    String line;
    do {
      line = reader.readLine();
      number++;
    } while (line != null && line.isBlank());
    return line == null ? null : line.strip();
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
