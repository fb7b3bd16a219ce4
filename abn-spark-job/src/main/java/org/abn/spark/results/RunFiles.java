package org.abn.spark.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.abn.data.FileContent;
import org.abn.data.InvalidDataException;
import org.abn.data.Publisher;
import org.abn.data.Storage;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Files of a run directory, on any file system of Hadoop's, as texts and JSON. */
final class RunFiles {

  /** More than any of the texts and pictures can have; a larger one is not ours. */
  private static final int MOST_BYTES = 64 << 20;

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .registerModule(new Jdk8Module()) // for Optional
          .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private final Configuration hadoop;
  private final FileSystem storage;
  private final Publisher publisher;

  RunFiles(Configuration hadoop, Path directory) throws IOException {
    this.hadoop = hadoop;
    storage = Storage.of(hadoop, directory);
    publisher = Publisher.of(hadoop, directory);
  }

  Configuration hadoop() {
    return hadoop;
  }

  FileSystem storage() {
    return storage;
  }

  /** What files and directories are published by. */
  Publisher publisher() {
    return publisher;
  }

  void write(Path file, FileContent content) throws IOException {
    publisher.file(file, content);
  }

  void writeText(Path file, String text) throws IOException {
    write(file, text(text));
  }

  void writeJson(Path file, Object value) throws IOException {
    write(file, json(value));
  }

  /** As a file's content. */
  static FileContent json(Object value) throws IOException {
    return text(JSON.writeValueAsString(value) + "\n");
  }

  /** As a file's content. */
  static FileContent text(String text) {
    return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** As {@link #writeJson}, of a file that nobody else may have made. */
  void createJson(Path file, Object value) throws IOException {
    FileContent content = json(value);
    try (OutputStream out = storage.create(file, false)) {
      content.writeTo(out);
    }
  }

  String readText(Path file) throws IOException {
    return new String(readBytes(file), StandardCharsets.UTF_8);
  }

  byte[] readBytes(Path file) throws IOException {
    return Storage.read(storage, file, MOST_BYTES);
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
}
