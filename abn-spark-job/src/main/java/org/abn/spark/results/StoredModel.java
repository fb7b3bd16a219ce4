package org.abn.spark.results;

import java.io.IOException;
import java.util.Optional;
import org.abn.data.InvalidDataException;
import org.abn.data.Storage;
import org.abn.model.saved.SavedNetwork;
import org.abn.spark.results.Checkpoints.Checkpoint;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A model as a checkpoint of a run or a {@code model.zip} has it. It is only read: a run may train
 * meanwhile.
 *
 * @param path of the checkpoint's directory, or of the file, with its scheme
 * @param saved what is in it
 * @param state where it stands in its run; empty of a file that is in no checkpoint
 */
public record StoredModel(Path path, SavedNetwork saved, Optional<CheckpointState> state) {

  /**
   * The model that a user means.
   *
   * @param checkpoint URI as {@link #at} takes it; empty of a run directory's latest
   * @param runDirectory URI of the run directory
   * @throws InvalidDataException where there is none, or it is not sound
   */
  public static StoredModel of(
      Configuration hadoop, Optional<String> checkpoint, String runDirectory) throws IOException {
    return checkpoint.isPresent()
        ? at(hadoop, Storage.path(checkpoint.get()))
        : latest(hadoop, Storage.path(runDirectory));
  }

  /**
   * The latest checkpoint of a run that is sound.
   *
   * @throws InvalidDataException where there is none
   */
  public static StoredModel latest(Configuration hadoop, Path run) throws IOException {
    RunFiles files = new RunFiles(hadoop, run);
    return new Checkpoints(files, new Path(run, RunDirectory.CHECKPOINTS))
        .latest()
        .map(checkpoint -> of(files, checkpoint))
        .orElseThrow(
            () ->
                new InvalidDataException(
                    run + ": holds no checkpoint; train there, or name one by --checkpoint"));
  }

  /**
   * The model at a place: the directory of a checkpoint, {@code latest} or {@code best} beside it,
   * or a {@code model.zip}. What lies in a checkpoint is compared with its checksums.
   *
   * @throws InvalidDataException where there is none, or it is not sound
   */
  public static StoredModel at(Configuration hadoop, Path path) throws IOException {
    RunFiles files = new RunFiles(hadoop, path);
    Path qualified = files.storage().makeQualified(path);
    boolean isDirectory = Storage.status(files.storage(), qualified).isDirectory();
    Checkpoints beside = new Checkpoints(files, qualified.getParent());
    Optional<Path> checkpoint =
        isDirectory ? Optional.of(qualified) : beside.checkpointOf(qualified.getName());
    return checkpoint.isPresent()
        ? of(files, beside.read(checkpoint.get()))
        : new StoredModel(qualified, SavedModel.read(hadoop, qualified), Optional.empty());
  }

  private static StoredModel of(RunFiles files, Checkpoint checkpoint) {
    return new StoredModel(
        files.storage().makeQualified(checkpoint.path()),
        checkpoint.saved(),
        Optional.of(checkpoint.state()));
  }
}
