package org.abn.data.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.abn.data.InvalidDataException;
import org.abn.data.Storage;
import org.apache.commons.io.ByteOrderMark;
import org.apache.commons.io.input.BOMInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The lines of a list, read one after another; blank ones do not count. */
final class TextLines implements Closeable {
  private static final int MOST_QUOTED = 40;

  private final String place;
  private final BufferedReader reader;
  private int number;

  private TextLines(String place, BufferedReader reader) {
    this.place = place;
    this.reader = reader;
  }

  /** Opens a list that may have so many bytes: another kind of file can be one long line. */
  static TextLines open(FileSystem storage, FileStatus file, long mostBytes) throws IOException {
    Path path = file.getPath();
    if (file.getLen() > mostBytes) {
      throw InvalidDataException.of(
          "%s: has %,d bytes, expected a list of at most %,d", path, file.getLen(), mostBytes);
    }
    return of(path.toString(), Storage.open(storage, path));
  }

  /**
   * Takes over a stream at its first byte.
   *
   * @param place what messages call it
   */
  static TextLines of(String place, InputStream in) throws IOException {
    // Windows puts a mark in front, and may mean UTF-16 by it.
    BOMInputStream text =
        BOMInputStream.builder()
            .setInputStream(in)
            .setByteOrderMarks(ByteOrderMark.UTF_8, ByteOrderMark.UTF_16LE, ByteOrderMark.UTF_16BE)
            .get();
    Charset charset = text.hasBOM() ? Charset.forName(text.getBOMCharsetName()) : UTF_8;
    return new TextLines(place, new BufferedReader(new InputStreamReader(text, charset)));
  }

  /** The next line without spaces around it. */
  String next(String expected) throws IOException {
    String line = nextOrNull();
    if (line == null) {
      throw InvalidDataException.of(
          "%s: ends after line %d, expected %s; copy it again", place, number, expected);
    }
    return line;
  }

  /** Refuses a line that is too many. */
  void requireEnd() throws IOException {
    if (nextOrNull() != null) {
      throw InvalidDataException.of("%s, line %d: expected the end of the file", place, number);
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
      throw e.in(place + ", line " + number);
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
