package org.abn.spark.results;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.abn.data.Checksums;
import org.abn.data.InvalidDataException;
import org.abn.data.Storage;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of a run: {@code epoch-0007/}, and {@code epoch-0008-round-0040/} inside an
 * epoch, with the model in DL4J's own format, the state and the checksums of both. A directory gets
 * its name when it is whole.
 */
public final class Checkpoints {

  private static final String MODEL = "model.zip";
  private static final String STATE = "state.json";
  private static final String CHECKSUMS = "checksums";
  private static final int KEPT_INSIDE = 2; // of an epoch, the one before the last in reserve
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

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

  /**
   * Writes a checkpoint and names it the latest, and the best where it is. What its epoch had of
   * checkpoints before its end is deleted at its end, and before that all but the last two.
   *
   * @param kept how many epochs' checkpoints are kept beside the best; 0 keeps all
   */
  public void write(Model model, Provenance provenance, CheckpointState state, int kept)
      throws IOException {
    Place place = Place.of(state);
    Path unfinished = new Path(directory, "." + place + ".writing");
    storage().delete(unfinished, true);
    files.write(new Path(unfinished, MODEL), out -> ModelFile.write(model, provenance, out));
    files.writeJson(new Path(unfinished, STATE), state);
    files.writeText(
        new Path(unfinished, CHECKSUMS), line(unfinished, MODEL) + line(unfinished, STATE));
    Path finished = new Path(directory, place.toString());
    // A damaged one that was passed over would have the new one moved into it.
    storage().delete(finished, true);
    if (!storage().rename(unfinished, finished)) {
      throw new IOException("cannot rename " + unfinished + " to " + finished);
    }
    files.writeText(new Path(directory, "latest"), place + "\n");
    Place best = new Place(best(state), 0);
    if (best.epochs() > 0) {
      files.writeText(new Path(directory, "best"), best + "\n");
    }
    delete(place, best, kept);
  }

  private void delete(Place now, Place best, int kept) throws IOException {
    List<Place> newestFirst = places();
    Stream<Place> inside =
        newestFirst.stream()
            .filter(Place::isInsideAnEpoch)
            .skip(now.isInsideAnEpoch() ? KEPT_INSIDE : 0);
    Stream<Place> ends =
        newestFirst.stream()
            .filter(place -> !place.isInsideAnEpoch())
            .skip(kept)
            .filter(place -> kept > 0 && !place.equals(best));
    for (Place old : Stream.concat(inside, ends).toList()) {
      storage().delete(new Path(directory, old.toString()), true);
    }
  }

  private static int best(CheckpointState state) {
    return state.metrics().stream()
        .min(Comparator.comparingDouble(EpochMetrics::testTop1Error))
        .map(EpochMetrics::epoch)
        .orElse(state.epoch());
  }

  /**
   * The latest checkpoint that is sound; one that is not is passed over, with a warning.
   *
   * @throws InvalidDataException where there are checkpoints and none is sound
   */
  public Optional<Checkpoint> latest() throws IOException {
    Optional<InvalidDataException> first = Optional.empty();
    for (Place place : places()) {
      try {
        return Optional.of(read(new Path(directory, place.toString())));
      } catch (InvalidDataException e) {
        LOG.warn("{}; training goes on from the checkpoint before", e.getMessage());
        first = first.or(() -> Optional.of(e));
      }
    }
    if (first.isPresent()) {
      throw first.get();
    }
    return Optional.empty();
  }

  /** Those that there are, the newest first. */
  private List<Place> places() throws IOException {
    if (!storage().exists(directory)) {
      return List.of();
    }
    return Arrays.stream(storage().listStatus(directory))
        .filter(FileStatus::isDirectory)
        .flatMap(entry -> Place.named(entry.getPath().getName()).stream())
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  private Checkpoint read(Path checkpoint) throws IOException {
    String due = files.readText(new Path(checkpoint, CHECKSUMS));
    for (String file : new String[] {MODEL, STATE}) {
      if (!due.contains(line(checkpoint, file))) {
        throw new InvalidDataException(
            "%s: differs from what %s says".formatted(new Path(checkpoint, file), CHECKSUMS));
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
    try (InputStream in = Storage.open(storage(), new Path(folder, file))) {
      return Checksums.sha256(in) + "  " + file + "\n";
    }
  }

  private FileSystem storage() {
    return files.storage();
  }
}
