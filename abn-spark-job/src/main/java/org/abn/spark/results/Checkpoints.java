package org.abn.spark.results;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.abn.data.Checksums;
import org.abn.data.InvalidDataException;
import org.abn.model.parts.Model;
import org.abn.model.saved.ModelFile;
import org.abn.model.saved.Provenance;
import org.abn.model.saved.SavedNetwork;
import org.abn.spark.training.Clock;
import org.abn.spark.training.ModelState;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * The checkpoints of a run: {@code epoch-0007/} with the model in DL4J's own format, the state and
 * the checksums of both. A directory gets its name when it is whole.
 */
public final class Checkpoints {

  private static final String MODEL = "model.zip";
  private static final String STATE = "state.json";
  private static final String CHECKSUMS = "checksums";
  private static final Pattern NAME = Pattern.compile("epoch-[0-9]{4,}");

  private final RunFiles files;
  private final Path directory;

  Checkpoints(RunFiles files, Path directory) {
    this.files = files;
    this.directory = directory;
  }

  /**
   * A checkpoint read back.
   *
   * @param saved network with parameters, momentum, epoch and step as they were
   * @param state where it stands in its run
   */
  public record Checkpoint(SavedNetwork saved, CheckpointState state) {}

  /** Writes the checkpoint of an epoch and names it the latest, and the best where it is. */
  public void write(Model model, Provenance provenance, CheckpointState state) throws IOException {
    String name = String.format(Locale.ROOT, "epoch-%04d", state.epoch());
    Path unfinished = new Path(directory, "." + name + ".writing");
    storage().delete(unfinished, true);
    files.write(new Path(unfinished, MODEL), out -> ModelFile.write(model, provenance, out));
    files.writeJson(new Path(unfinished, STATE), state);
    files.writeText(
        new Path(unfinished, CHECKSUMS), line(unfinished, MODEL) + line(unfinished, STATE));
    Path finished = new Path(directory, name);
    if (!storage().rename(unfinished, finished)) {
      throw new IOException("cannot rename " + unfinished + " to " + finished);
    }
    files.writeText(new Path(directory, "latest"), name + "\n");
    files.writeText(
        new Path(directory, "best"), String.format(Locale.ROOT, "epoch-%04d%n", best(state)));
  }

  private static int best(CheckpointState state) {
    return state.metrics().stream()
        .min(Comparator.comparingDouble(EpochMetrics::testTop1Error))
        .map(EpochMetrics::epoch)
        .orElse(state.epoch());
  }

  /**
   * The checkpoint of the latest epoch.
   *
   * @throws InvalidDataException where it is damaged
   */
  public Optional<Checkpoint> latest() throws IOException {
    if (!storage().exists(directory)) {
      return Optional.empty();
    }
    Optional<Path> latest =
        Arrays.stream(storage().listStatus(directory))
            .filter(FileStatus::isDirectory)
            .map(FileStatus::getPath)
            .filter(path -> NAME.matcher(path.getName()).matches())
            .max(Comparator.comparingInt(Checkpoints::epoch));
    return latest.isPresent() ? Optional.of(read(latest.get())) : Optional.empty();
  }

  private static int epoch(Path checkpoint) {
    return Integer.parseInt(checkpoint.getName().substring("epoch-".length()));
  }

  private Checkpoint read(Path checkpoint) throws IOException {
    String due = files.readText(new Path(checkpoint, CHECKSUMS));
    for (String file : new String[] {MODEL, STATE}) {
      if (!due.contains(line(checkpoint, file))) {
        throw new InvalidDataException(
            "%s: differs from what %s says; delete the directory to go on from the epoch before"
                .formatted(new Path(checkpoint, file), CHECKSUMS));
      }
    }
    CheckpointState state = files.readJson(new Path(checkpoint, STATE), CheckpointState.class);
    SavedNetwork saved = SavedModel.read(files.hadoop(), new Path(checkpoint, MODEL));
    new Clock(state.epoch(), state.step()).into(saved.graph());
    requireSame(checkpoint, saved.graph(), state);
    return new Checkpoint(saved, state);
  }

  private static void requireSame(Path checkpoint, ComputationGraph network, CheckpointState due) {
    ModelState state = ModelState.of(network);
    if (!ModelState.sha256(state.parameters()).equals(due.parametersSha256())
        || !ModelState.sha256(state.momentum()).equals(due.momentumSha256())) {
      throw new InvalidDataException(
          "%s: its parameters or momentum are not those that %s names"
              .formatted(new Path(checkpoint, MODEL), STATE));
    }
  }

  /** A line as sha256sum writes it. */
  private String line(Path folder, String file) throws IOException {
    try (InputStream in = storage().open(new Path(folder, file))) {
      return Checksums.sha256(in) + "  " + file + "\n";
    }
  }

  private FileSystem storage() {
    return files.storage();
  }
}
