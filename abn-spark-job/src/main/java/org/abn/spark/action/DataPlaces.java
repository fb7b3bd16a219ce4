package org.abn.spark.action;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.abn.data.InvalidDataException;
import org.abn.data.Storage;
import org.abn.data.record.Split;
import org.abn.data.shard.Manifest;
import org.abn.spark.tables.PaperDataset;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Where the shards of several datasets are. {@code data.uri} may be the shards of one, or a
 * directory that has a directory of shards for each: {@code cifar10}, {@code compcars-maker}.
 *
 * @param hadoop Hadoop's configuration
 * @param given {@code data.uri} of the command line; without, each configuration has its own
 */
record DataPlaces(Configuration hadoop, Optional<String> given) {

  /** How many classes shards of makers have, if they are whole. */
  private static final int MAKERS = PaperDataset.COMPCARS_MAKER.answers();

  /** Whether a directory has shards in it. */
  private boolean hasShards(String uri) throws IOException {
    Path manifest = new Path(Storage.path(uri), Manifest.FILE);
    return Storage.of(hadoop, manifest).exists(manifest);
  }

  /** Whether {@code data.uri} of the command line is the shards of one dataset. */
  boolean isOne() throws IOException {
    return given.isPresent() && hasShards(given.get());
  }

  /**
   * The shards of a dataset; those of test images alone are for evaluate, and are none here.
   *
   * @param own {@code data.uri} of its configuration
   * @return empty where there are none
   * @throws InvalidDataException where those in its place are of another dataset
   */
  Optional<String> of(PaperDataset dataset, String own) throws IOException {
    if (isOne()) {
      return given.filter(uri -> isOf(dataset, manifest(uri)));
    }
    String place = expected(dataset, own);
    if (!hasShards(place)) {
      return Optional.empty();
    }
    Manifest manifest = manifest(place);
    if (!manifest.dataset().equals(dataset.shards())) {
      throw InvalidDataException.of(
          "%s: holds shards of %s, expected %s", place, manifest.dataset(), dataset.shards());
    }
    return Optional.of(place).filter(uri -> manifest.records(Split.TRAIN) > 0);
  }

  /** Where the shards of a dataset would be. */
  String expected(PaperDataset dataset, String own) {
    return given.map(uri -> uri + "/" + dataset.directory()).orElse(own);
  }

  private Manifest manifest(String uri) {
    try {
      return Manifest.read(hadoop, Storage.path(uri));
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /** CompCars is labelled with its models, or with its makers; few classes may be either. */
  private static boolean isOf(PaperDataset dataset, Manifest manifest) {
    int classes = manifest.classes().size();
    return manifest.dataset().equals(dataset.shards())
        && switch (dataset) {
          case COMPCARS -> classes != MAKERS;
          case COMPCARS_MAKER -> classes <= MAKERS;
          default -> true;
        };
  }
}
