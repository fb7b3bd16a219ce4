package org.abn.data.format;

import static org.abn.data.SmallDatasets.CONF;
import static org.abn.data.SmallDatasets.path;
import static org.abn.data.SmallDatasets.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.abn.data.InvalidDataException;
import org.abn.data.Mutations;
import org.abn.data.record.RejectedRecordException;
import org.junit.jupiter.api.Assertions;

/**
 * Reads a dataset again and again with a file damaged. It must be read or refused in one line, in
 * time, and nothing else may be thrown.
 */
final class Damage {
  private static final Duration MOST = Duration.ofMinutes(2);
  private static final int MOST_MESSAGE = 1000;

  private final DatasetFormat format;
  private final Path directory;

  Damage(DatasetFormat format, Path directory) {
    this.format = format;
    this.directory = directory;
  }

  /** How many of so many damaged copies are refused; the file is whole again afterwards. */
  int refused(String file, int copies) throws IOException {
    byte[] whole = Files.readAllBytes(directory.resolve(file));
    int refused =
        Assertions.assertTimeoutPreemptively(MOST, () -> refused(file, whole, copies, 20190618));
    write(directory, file, whole);
    return refused;
  }

  private int refused(String file, byte[] whole, int copies, long seed) throws IOException {
    Random random = new Random(seed);
    int refused = 0;
    for (int i = 0; i < copies; i++) {
      Files.delete(directory.resolve(file)); // writing over a file waits for the disk
      write(directory, file, Mutations.of(whole, random));
      refused += readsAll() ? 0 : 1;
    }
    return refused;
  }

  private boolean readsAll() throws IOException {
    try {
      for (SourceFile file : format.open(CONF, path(directory)).files()) {
        try (RecordReader reader = file.open(CONF)) {
          for (int i = 0; i < file.records(); i++) {
            assertThat(reader.read(i).image().bytes()).hasSize((int) file.imageBytes(i));
          }
        }
      }
      return true;
    } catch (InvalidDataException | RejectedRecordException e) {
      assertThat(e.getMessage()).doesNotContain("\n").hasSizeLessThan(MOST_MESSAGE);
      return false;
    }
  }
}
