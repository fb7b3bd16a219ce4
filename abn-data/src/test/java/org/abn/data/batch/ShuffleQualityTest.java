package org.abn.data.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Locale;
import org.abn.data.record.Split;
import org.abn.data.shard.Manifest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prints the table of docs/performance.md. */
class ShuffleQualityTest {
  private static final int BLOCK_BYTES = 1 << 20;

  // Shards, blocks a shard and records a block as the datasets have them, to a rounded number.
  @ParameterizedTest
  @CsvSource({
    "CIFAR-10,  2,   74, 338, 1, 128",
    "CIFAR-10,  2,   74, 338, 8, 128",
    "SVHN,     15,  119, 338, 1, 128",
    "SVHN,     15,  119, 338, 8, 128",
    "ImageNet, 1100, 129, 9,  1, 256",
    "ImageNet, 1100, 129, 9,  8,  32"
  })
  void isNearAFullShuffle(
      String dataset, int shards, int blocks, int recordsABlock, int workers, int batchSize) {
    Manifest manifest = Manifests.of(shards, BLOCK_BYTES, blocks, recordsABlock);
    ShuffleQuality quality = ShuffleQuality.of(manifest, workers, batchSize);
    int records = manifest.records(Split.TRAIN);
    double together = (batchSize - 1.0) / records; // of a full shuffle
    print(dataset, records, workers, batchSize, quality, together);

    // Records that neighbour in the dataset are as far apart as in a full shuffle.
    assertThat(quality.inDataset().mean()).isCloseTo(1.0 / 3, within(0.005));
    assertThat(quality.inDataset().together()).isCloseTo(together, within(together / 4 + 5e-5));

    // Those in a block are in one window, of which a mini-batch is a part.
    double windows = Math.ceil((double) shards * blocks / EpochPlan.WINDOW_BLOCKS);
    assertThat(quality.inShards().together()).isLessThan(1.25 * windows * batchSize / records);
    double due =
        EpochPlan.WINDOW_BLOCKS * (1 - Math.exp(-(double) batchSize / EpochPlan.WINDOW_BLOCKS));
    assertThat(quality.blocksABatch()).isCloseTo(due, within(0.25 * due));

    // A worker reads again only what it shares with its neighbours: two windows.
    double most = 1 + 2.0 * EpochPlan.WINDOW_BLOCKS * (workers - 1) / ((double) shards * blocks);
    assertThat(quality.readsABlock()).isBetween(1.0, most);
  }

  private static void print(
      String dataset, int n, int workers, int batch, ShuffleQuality quality, double together) {
    System.out.printf(
        Locale.ROOT,
        "%-9s %,9d %d %3d   %.4f N %d %.4f %%   %.4f N %d %7.4f %%   %.4f %%   %.1f %.3f%n",
        dataset,
        n,
        workers,
        batch,
        quality.inDataset().mean(),
        quality.inDataset().least(),
        100 * quality.inDataset().together(),
        quality.inShards().mean(),
        quality.inShards().least(),
        100 * quality.inShards().together(),
        100 * together,
        quality.blocksABatch(),
        quality.readsABlock());
  }
}
