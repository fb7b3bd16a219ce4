package org.abn.spark.results;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
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
 * epoch, with the model in DL4J's own format, the state and the checksums of both. The checksums
 * are written last: a directory without them is no checkpoint.
 */
public final class Checkpoints {

  private static final String MODEL = "model.zip";
  private static final String STATE = "state.json";
  private static final String CHECKSUMS = "checksums";
  private static final String LATEST = "latest";
  private static final String BEST = "best";
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
   * @param path of its directory
   * @param saved network with parameters, momentum, epoch and step as they were
   * @param state where it stands in its run
   */
  public record Checkpoint(Path path, SavedNetwork saved, CheckpointState state) {}

  /**
   * Writes a checkpoint and names it the latest, and the best where it is. What its epoch had of
   * checkpoints before its end is deleted at its end, and before that all but the last two.
   *
   * @param kept how many epochs' checkpoints are kept beside the best; 0 keeps all
   */
  public void write(Model model, Provenance provenance, CheckpointState state, int kept)
      throws IOException {
    Place place = Place.of(state);
    try (var made = files.publisher().directory(path(place), CHECKSUMS)) {
      made.write(MODEL, out -> ModelFile.write(model, provenance, out));
      made.write(STATE, RunFiles.json(state));
      String checksums = line(made.path(), MODEL) + line(made.path(), STATE);
      made.replace(RunFiles.text(checksums)); // the one there was damaged, or is of the same state
    }
    files.writeText(new Path(directory, LATEST), place + "\n");
    Place best = new Place(best(state), 0);
    if (best.epochs() > 0) {
      files.writeText(new Path(directory, BEST), best + "\n");
    }
    delete(place, best, kept);
  }

  private void delete(Place now, Place best, int kept) throws IOException {
    List<Place> newestFirst = places();
    Stream<Place> inside =
        finished(newestFirst.stream().filter(Place::isInsideAnEpoch).toList()).stream()
            .skip(now.isInsideAnEpoch() ? KEPT_INSIDE : 0);
    Stream<Place> ends =
        newestFirst.stream()
            .filter(place -> !place.isInsideAnEpoch())
            .skip(kept)
            .filter(place -> kept > 0 && !place.equals(best));
    for (Place old : Stream.concat(inside, ends).toList()) {
      delete(old);
    }
  }

  private void delete(Place place) throws IOException {
    files.publisher().remove(path(place), CHECKSUMS);
  }

  /** Deletes those that were not finished, which would else be kept in place of sound ones. */
  private List<Place> finished(List<Place> inside) throws IOException {
    List<Place> finished = new ArrayList<>();
    for (Place place : inside) {
      if (isPublished(place)) {
        finished.add(place);
      } else {
        delete(place);
      }
    }
    return finished;
  }

  private static int best(CheckpointState state) {
    return state.metrics().isEmpty() ? state.epoch() : EpochMetrics.best(state.metrics()).epoch();
  }

  /**
   * The latest checkpoint that is sound; one that is not is passed over, with a warning.
   *
   * @throws InvalidDataException where there are checkpoints and none is sound
   */
  public Optional<Checkpoint> latest() throws IOException {
    Optional<InvalidDataException> first = Optional.empty();
    for (Place place : places()) {
      if (!isPublished(place)) {
        LOG.warn("{}: was not finished, or not deleted to the end; passed over", path(place));
        continue;
      }
      try {
        return Optional.of(read(path(place)));
      } catch (InvalidDataException e) {
        LOG.warn("{}; the checkpoint before is taken", e.getMessage());
        first = first.or(() -> Optional.of(e));
      }
    }
    if (first.isPresent()) {
      throw first.get();
    }
    return Optional.empty();
  }

  /** The state of the latest checkpoint whose state is sound, without its model. */
  Optional<CheckpointState> latestState() throws IOException {
    for (Place place : places()) {
      try {
        if (isPublished(place) && isSound(path(place), STATE)) {
          return Optional.of(files.readJson(new Path(path(place), STATE), CheckpointState.class));
        }
      } catch (InvalidDataException e) {
        LOG.warn("{}; passed over", e.getMessage());
      }
    }
    return Optional.empty();
  }

  private boolean isSound(Path checkpoint, String file) throws IOException {
    return files.readText(new Path(checkpoint, CHECKSUMS)).contains(line(checkpoint, file));
  }

  private boolean isPublished(Place place) throws IOException {
    return storage().exists(new Path(path(place), CHECKSUMS));
  }

  /** Those that there are, the newest first; those that have been named, whatever is listed. */
  private List<Place> places() throws IOException {
    TreeSet<Place> places = new TreeSet<>(Comparator.reverseOrder());
    for (String name : new String[] {LATEST, BEST}) {
      named(name).ifPresent(places::add);
    }
    if (storage().exists(directory)) {
      Arrays.stream(storage().listStatus(directory))
          .filter(FileStatus::isDirectory)
          .flatMap(entry -> Place.named(entry.getPath().getName()).stream())
          .forEach(places::add);
    }
    return List.copyOf(places);
  }

  private Optional<Place> named(String file) throws IOException {
    Path path = new Path(directory, file);
    return storage().exists(path) ? Place.named(files.readText(path).strip()) : Optional.empty();
  }

  private Path path(Place place) {
    return new Path(directory, place.toString());
  }

  /**
   * The checkpoint that a file beside the checkpoints names, or that a model is in.
   *
   * @param file its name
   * @return its directory; empty of any other file
   * @throws InvalidDataException where the file should name one, and does not
   */
  Optional<Path> checkpointOf(String file) throws IOException {
    if (file.equals(LATEST) || file.equals(BEST)) {
      Place place =
          named(file)
              .orElseThrow(
                  () ->
                      InvalidDataException.of(
                          "%s: names no checkpoint, such as epoch-0007",
                          new Path(directory, file)));
      return Optional.of(path(place));
    }
    return file.equals(MODEL) && storage().exists(new Path(directory, CHECKSUMS))
        ? Optional.of(directory)
        : Optional.empty();
  }

  /**
   * Reads a checkpoint.
   *
   * @throws InvalidDataException where there is none, or it is not sound
   */
  Checkpoint read(Path checkpoint) throws IOException {
    if (!storage().exists(new Path(checkpoint, CHECKSUMS))) {
      throw InvalidDataException.of(
          "%s: is no checkpoint, since it holds no %s", checkpoint, CHECKSUMS);
    }
    for (String file : new String[] {MODEL, STATE}) {
      if (!isSound(checkpoint, file)) {
        throw new InvalidDataException(
            "%s: differs from what %s says".formatted(new Path(checkpoint, file), CHECKSUMS));
      }
    }
    CheckpointState state = files.readJson(new Path(checkpoint, STATE), CheckpointState.class);
    SavedNetwork saved = SavedModel.read(files.hadoop(), new Path(checkpoint, MODEL));
    new Clock(state.epoch(), state.step()).into(saved.graph());
    requireSame(checkpoint, saved.graph(), state);
    return new Checkpoint(checkpoint, saved, state);
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
