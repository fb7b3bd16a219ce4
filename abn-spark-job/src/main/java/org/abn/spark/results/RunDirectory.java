package org.abn.spark.results;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.abn.data.InvalidDataException;
import org.abn.data.Storage;
import org.abn.spark.experiment.Experiment;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** Everything that a training run leaves, on any file system of Hadoop's. */
public final class RunDirectory implements AutoCloseable {

  static final String RECORD = "run.json";
  static final String CHECKPOINTS = "checkpoints";

  private final RunFiles files;
  private final Path path;
  private final RunLease lease;
  private RunRecord record;

  private RunDirectory(RunFiles files, Path path, RunRecord record, RunLease lease) {
    this.files = files;
    this.path = path;
    this.record = record;
    this.lease = lease;
  }

  /**
   * Begins a run in a directory that is new or empty, or takes up the run that is there.
   *
   * @param now what the run would record if it were new
   * @return the directory, in which nobody else trains until it is closed
   * @throws InvalidDataException where the directory holds anything else, or a run of another
   *     configuration or of other data, or another process trains there
   */
  public static RunDirectory open(Configuration hadoop, Experiment experiment, RunRecord now)
      throws IOException {
    Path path = Storage.path(experiment.runDirectory());
    RunFiles files = new RunFiles(hadoop, path);
    Optional<RunRecord> before = before(files, path);
    if (before.isPresent()) {
      requireSame(path, experiment, before.get(), now);
    }
    RunRecord record = before.map(run -> run.resumed(now)).orElse(now);
    RunDirectory run = new RunDirectory(files, path, record, RunLease.take(files, path));
    run.update(record);
    return run;
  }

  private static Optional<RunRecord> before(RunFiles files, Path path) throws IOException {
    if (files.storage().exists(new Path(path, RECORD))) {
      return Optional.of(files.readJson(new Path(path, RECORD), RunRecord.class));
    }
    if (holdsAnythingElse(files, path)) {
      throw new InvalidDataException(
          path + ": holds files but no " + RECORD + ", so it is no run directory; choose another");
    }
    return Optional.empty();
  }

  /**
   * Than the lease and what it was written as, which a run that was killed early has left, and what
   * an evaluation leaves; where it has ended, its predictions may have any name.
   */
  private static boolean holdsAnythingElse(RunFiles files, Path path) throws IOException {
    return files.storage().exists(path)
        && !files.storage().exists(new Path(path, EvaluationFiles.REPORT))
        && Stream.of(files.storage().listStatus(path))
            .map(entry -> entry.getPath().getName())
            .anyMatch(RunDirectory::isForeign);
  }

  private static boolean isForeign(String name) {
    boolean isLease = name.startsWith(".run.") || name.startsWith(RunLease.FILE);
    return !isLease
        && EvaluationFiles.NAMES.stream()
            .noneMatch(file -> name.equals(file) || name.startsWith("." + file + "."));
  }

  private static void requireSame(
      Path path, Experiment experiment, RunRecord before, RunRecord now) {
    experiment
        .differenceFrom(before.configuration())
        .or(() -> dataDifference(before, now))
        .ifPresent(
            difference -> {
              throw new InvalidDataException(
                  "%s: is a run of another configuration: %s; choose another run.dir"
                      .formatted(path, difference));
            });
  }

  private static Optional<String> dataDifference(RunRecord before, RunRecord now) {
    return before.manifestSha256().equals(now.manifestSha256())
        ? Optional.empty()
        : Optional.of(
            "the manifest's SHA-256 is %s here, %s there"
                .formatted(now.manifestSha256(), before.manifestSha256()));
  }

  /** Where the directory is. */
  public Path path() {
    return path;
  }

  /** The run's record. */
  public RunRecord record() {
    return record;
  }

  /** Replaces the run's record. */
  public void update(RunRecord changed) throws IOException {
    record = changed;
    files.writeJson(new Path(path, RECORD), changed);
  }

  /** The run's checkpoints. */
  public Checkpoints checkpoints() {
    return new Checkpoints(files, new Path(path, CHECKPOINTS));
  }

  /**
   * Writes {@code metrics/epochs.csv} anew, {@code attributes.csv} where there are any, and
   * TensorBoard's file of both.
   */
  public void writeMetrics(List<EpochMetrics> epochs) throws IOException {
    writeEvents(epochs, List.of());
    files.writeText(new Path(path, "metrics/epochs.csv"), EpochMetrics.csv(epochs));
    if (epochs.stream().anyMatch(epoch -> !epoch.attributeAccuracies().isEmpty())) {
      files.writeText(new Path(path, "metrics/attributes.csv"), EpochMetrics.attributesCsv(epochs));
    }
  }

  /** Writes TensorBoard's file anew, with pictures of the last epoch. */
  public void writeEvents(List<EpochMetrics> epochs, List<AttentionPicture> pictures)
      throws IOException {
    var events = new TrainingEvents(Instant.parse(record.start()), epochs);
    files.write(new Path(path, "tensorboard/" + events.fileName()), events.file(pictures));
  }

  /** The rows of {@code metrics/rounds.csv} of whole epochs, and of rounds of the next. */
  public RoundRows rounds(int epochs, int rounds) throws IOException {
    return RoundRows.read(files, new Path(path, "metrics/rounds.csv"), epochs, rounds);
  }

  /**
   * Refuses to go on where another process has taken the directory over.
   *
   * @throws InvalidDataException where that is so
   */
  public void requireHeld() {
    lease.requireHeld();
  }

  /** Lets others train there. */
  @Override
  public void close() throws IOException {
    lease.close();
  }

  /** Writes a picture to {@code attention/}. */
  public void writeAttention(String name, byte[] png) throws IOException {
    files.write(new Path(path, "attention/" + name), out -> out.write(png));
  }

  /** What there is in {@code attention/}: the picture of all images, or else those of each. */
  public List<AttentionPicture> attentionPictures() throws IOException {
    Path folder = new Path(path, "attention");
    if (!files.storage().exists(folder)) {
      return List.of();
    }
    if (files.storage().exists(new Path(folder, AttentionPicture.OVERVIEW))) {
      return List.of(attentionPicture(folder, AttentionPicture.OVERVIEW));
    }
    List<AttentionPicture> pictures = new ArrayList<>();
    for (FileStatus file : Storage.list(files.storage(), folder)) {
      if (file.getPath().getName().endsWith(".png")) {
        pictures.add(attentionPicture(folder, file.getPath().getName()));
      }
    }
    return pictures;
  }

  private AttentionPicture attentionPicture(Path folder, String name) throws IOException {
    return new AttentionPicture(name, files.readBytes(new Path(folder, name)));
  }

  /** Writes a curve to {@code curves/}. */
  public void writeCurve(String name, byte[] png) throws IOException {
    files.write(new Path(path, "curves/" + name), out -> out.write(png));
  }

  /** Writes {@code report.html}. */
  public void writeReport(String html) throws IOException {
    files.writeText(new Path(path, "report.html"), html);
  }
}
