package org.abn.spark.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.abn.data.InvalidDataException;
import org.abn.data.Storage;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * Files of a run directory, on any file system of Hadoop's; each appears under its name only when
 * it is whole.
 */
final class RunFiles {

  /** More than any of the text files can have; a larger one is not ours. */
  private static final int MOST_TEXT_BYTES = 64 << 20;

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private final Configuration hadoop;
  private final FileSystem storage;

  RunFiles(Configuration hadoop, Path directory) throws IOException {
    this.hadoop = hadoop;
    storage = Storage.of(hadoop, directory);
  }

  Configuration hadoop() {
    return hadoop;
  }

  FileSystem storage() {
    return storage;
  }

  void write(Path file, FileContent content) throws IOException {
    Path unfinished = new Path(file.getParent(), "." + file.getName() + ".writing");
    try {
      try (OutputStream out = storage.create(unfinished, true)) {
        content.writeTo(out);
      }
      replace(unfinished, file);
    } finally {
      storage.delete(unfinished, false);
    }
  }

  void writeText(Path file, String text) throws IOException {
    write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  void writeJson(Path file, Object value) throws IOException {
    writeText(file, JSON.writeValueAsString(value) + "\n");
  }

  /** As {@link #writeJson}, of a file that nobody else may have made. */
  void createJson(Path file, Object value) throws IOException {
    byte[] json = (JSON.writeValueAsString(value) + "\n").getBytes(StandardCharsets.UTF_8);
    try (OutputStream out = storage.create(file, false)) {
      out.write(json);
    }
  }

  String readText(Path file) throws IOException {
    return new String(Storage.read(storage, file, MOST_TEXT_BYTES), StandardCharsets.UTF_8);
  }

  <T> T readJson(Path file, Class<T> type) throws IOException {
    try {
      return JSON.readValue(readText(file), type);
    } catch (JsonProcessingException e) {
      throw new InvalidDataException(
          String.format(
              Locale.ROOT,
              "%s: line %d: not what this program writes: %s",
              file,
              line(e),
              e.getOriginalMessage().replaceAll("\\s*\\R\\s*", " ")),
          e);
    }
  }

  private static int line(JsonProcessingException e) {
    return e.getLocation() == null ? 0 : e.getLocation().getLineNr();
  }

  /** One step on HDFS and on a local disk: a reader sees the old file or the new one. */
  private void replace(Path from, Path to) throws IOException {
    if (storage instanceof RawLocalFileSystem) {
      if (!storage.rename(from, to)) {
        throw new IOException("cannot rename " + from + " to " + to);
      }
    } else {
      FileContext.getFileContext(storage.getUri(), hadoop).rename(from, to, Rename.OVERWRITE);
    }
  }
}
