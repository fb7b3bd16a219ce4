package org.abn.spark.cluster;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.abn.data.OneLine;
import org.abn.data.Storage;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;

/**
 * A file that every executor writes, reads and removes again.
 *
 * @param directory URI of where
 * @param storage Hadoop's configuration
 */
record ScratchFile(String directory, SerializableConfiguration storage) implements Serializable {

  /** What fails; empty where nothing does. */
  Optional<String> fault(String executor) {
    try {
      write(storage.value(), new Path(Storage.path(directory), ".preflight-" + executor), executor);
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      return Optional.of(
          OneLine.of("cannot write and read a file in %s: %s".formatted(directory, firstLine(e))));
    }
  }

  private static void write(Configuration hadoop, Path file, String executor) throws IOException {
    byte[] text = ("executor " + executor).getBytes(StandardCharsets.UTF_8);
    FileSystem files = Storage.of(hadoop, file);
    try {
      try (FSDataOutputStream out = files.create(file, true)) {
        out.write(text);
      }
      if (!Arrays.equals(Storage.read(files, file, text.length + 1), text)) {
        throw new IOException("it reads back otherwise than it was written");
      }
    } finally {
      files.delete(file, false);
    }
  }

  /** HDFS puts stack traces behind it. */
  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
