package org.abn.spark.results;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.abn.data.InvalidDataException;
import org.abn.data.Publisher;
import org.abn.data.Storage;
import org.abn.data.UnpublishedDirectory;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The directory that {@code explain} writes: maps and pictures by method, {@code explanations.csv},
 * {@code rejected.csv} where something cannot be read, {@code report.html}, and last {@code
 * explanation.json}. It is there when it is whole.
 */
public final class ExplanationDirectory implements Closeable {

  static final String SUMMARY = "explanation.json";

  private final Path target;
  private final UnpublishedDirectory writing;

  private ExplanationDirectory(Path target, UnpublishedDirectory writing) {
    this.target = target;
    this.writing = writing;
  }

  /**
   * Refuses a place that is taken.
   *
   * @throws InvalidDataException where there is something
   */
  public static void requireFree(Configuration hadoop, Path out) throws IOException {
    Optional<String> occupant = occupant(Storage.of(hadoop, out), out);
    if (occupant.isPresent()) {
      throw new InvalidDataException(
          out + ": already holds " + occupant.get() + ", choose another --out");
    }
  }

  private static Optional<String> occupant(FileSystem storage, Path out) throws IOException {
    try {
      if (storage.getFileStatus(out).isFile()) {
        return Optional.of("a file");
      }
      return Arrays.stream(storage.listStatus(out))
          .map(FileStatus::getPath)
          .map(Path::getName)
          .sorted()
          .findFirst();
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /**
   * Begins the directory.
   *
   * @return to be closed by the caller
   * @throws InvalidDataException where there is something, or it cannot be made there
   */
  public static ExplanationDirectory begin(Configuration hadoop, Path out) throws IOException {
    requireFree(hadoop, out);
    Path target = new Path(Storage.of(hadoop, out).makeQualified(out).toString());
    return new ExplanationDirectory(
        target, Publisher.of(hadoop, target).directory(target, SUMMARY));
  }

  /** Where files are to be written, any URI. */
  public String writing() {
    return writing.path().toString();
  }

  /** Where they will be. */
  public Path path() {
    return target;
  }

  /** Writes a text. */
  public void write(String name, String text) throws IOException {
    writing.write(name, RunFiles.text(text));
  }

  /** Writes the summary, and gives the directory its name. */
  public void publish(Object summary) throws IOException {
    writing.publish(RunFiles.json(summary));
  }

  /** Removes what was written, unless it was published. */
  @Override
  public void close() throws IOException {
    writing.close();
  }
}
