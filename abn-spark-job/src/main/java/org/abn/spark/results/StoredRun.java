package org.abn.spark.results;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.abn.data.Storage;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What a run directory says of its run so far, whether it goes on or not.
 *
 * @param record of the run
 * @param epochs those that are done, as the latest checkpoint has them
 */
public record StoredRun(RunRecord record, List<EpochMetrics> epochs) {

  /** Copies the list. */
  public StoredRun {
    epochs = List.copyOf(epochs);
  }

  /**
   * Reads a run; changes nothing.
   *
   * @return empty where none has begun
   * @throws org.abn.data.InvalidDataException where what is there is not as this program writes it
   */
  public static Optional<StoredRun> read(Configuration hadoop, String directory)
      throws IOException {
    Path path = Storage.path(directory);
    RunFiles files = new RunFiles(hadoop, path);
    Path record = new Path(path, RunDirectory.RECORD);
    if (!files.storage().exists(record)) {
      return Optional.empty();
    }
    List<EpochMetrics> epochs =
        new Checkpoints(files, new Path(path, RunDirectory.CHECKPOINTS))
            .latestState()
            .map(CheckpointState::metrics)
            .orElse(List.of());
    return Optional.of(new StoredRun(files.readJson(record, RunRecord.class), epochs));
  }

  /** The last epoch that is done, if one is. */
  public Optional<EpochMetrics> last() {
    return epochs.isEmpty() ? Optional.empty() : Optional.of(epochs.get(epochs.size() - 1));
  }

  /** The epoch of the least error on the test images, which flatters. */
  public Optional<EpochMetrics> best() {
    return epochs.stream().min(Comparator.comparingDouble(EpochMetrics::testTop1Error));
  }

  /** The epoch of the least error on the images held out; empty where there are none. */
  public Optional<EpochMetrics> chosen() {
    return epochs.stream()
        .filter(epoch -> epoch.validationTop1Error() != null)
        .min(Comparator.comparingDouble(EpochMetrics::validationTop1Error));
  }
}
