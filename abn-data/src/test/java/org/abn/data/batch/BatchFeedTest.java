package org.abn.data.batch;

import static org.abn.data.SmallDatasets.CONF;
import static org.abn.data.SmallDatasets.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.abn.data.InvalidDataException;
import org.abn.data.SmallDatasets;
import org.abn.data.augment.Augmentation;
import org.abn.data.augment.Framing;
import org.abn.data.augment.ImageSize;
import org.abn.data.augment.Normalisation;
import org.abn.data.augment.Preprocessing;
import org.abn.data.shard.Manifest;
import org.abn.data.shard.PublishedShards;
import org.abn.data.shard.ShardPlan;
import org.abn.data.shard.ShardReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BatchFeedTest {
  private static final Preprocessing PREPROCESSING =
      new Preprocessing(
          Framing.stretching(new ImageSize(28, 28)),
          Augmentation.padAndCrop(4, true),
          new Normalisation(new float[] {0.5f}, new float[] {0.5f}));

  @TempDir Path directory;
  private Path out;
  private EpochPlan plan;
  private BatchLoader loader;

  @BeforeEach
  void writeShards() throws Exception {
    out = directory.resolve("shards");
    var source = SmallDatasets.fashionMnist(directory.resolve("source"), 60, 1);
    Manifest manifest = PublishedShards.write(CONF, ShardPlan.of(source, 5, 12_000), path(out));
    plan = EpochPlan.training(manifest, Selection.ALL, 9, 3, 2, 4);
    loader = loader(manifest);
  }

  @AfterEach
  void leavesNoThread() throws InterruptedException {
    for (int worker = 0; worker < 2; worker++) {
      Optional<Thread> thread = thread(worker);
      if (thread.isPresent()) {
        thread.get().join(10_000); // it ends a moment after its executor
        assertThat(thread.get().isAlive()).isFalse();
      }
    }
  }

  @Test
  void givesTheLoadersBatchesInOrder() throws Exception {
    try (BatchFeed feed = new BatchFeed(loader, plan, 1)) {
      assertThat(feed.batches()).isEqualTo(8);
      for (int i = 0; i < 8; i++) {
        assertSame(feed.batch(i), i);
      }
    }
  }

  @Test
  void givesAnyBatchAtAnyTime() throws Exception {
    try (BatchFeed feed = new BatchFeed(loader, plan, 1)) {
      for (int i : new int[] {5, 6, 2, 2, 3, 7, 0, 1, 3, 7}) {
        assertSame(feed.batch(i), i);
      }
    }
  }

  @Test
  void preparesTheNextTwoInTheBackground() throws Exception {
    try (BatchFeed feed = new BatchFeed(uncached(), plan, 0)) {
      feed.batch(0).close();
      while (feed.ready() < 2) {
        Thread.sleep(5);
      }
      removeShards();
      assertSame(feed.batch(1), plan.batch(0, 1).size(), 4);
      assertSame(feed.batch(2), plan.batch(0, 2).size(), 4);
      assertThatThrownBy(() -> feed.batch(3)).isInstanceOf(InvalidDataException.class);
    }
  }

  @Test
  void reportsFailuresOfTheBackgroundWithTheirCause() throws Exception {
    removeShards();
    try (BatchFeed feed = new BatchFeed(loader, plan, 0)) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> feed.batch(0))
            .isInstanceOf(InvalidDataException.class)
            .hasMessageContaining(".seq: cannot be opened")
            .hasCauseInstanceOf(InvalidDataException.class);
      }
    }
  }

  @Test
  void goesOnAfterAFailure() throws Exception {
    Path moved = directory.resolve("moved");
    try (BatchFeed feed = new BatchFeed(uncached(), plan, 1)) {
      Files.move(out, moved);
      assertThatThrownBy(() -> feed.batch(0)).isInstanceOf(InvalidDataException.class);
      Files.move(moved, out);
      assertSame(feed.batch(0), 0);
    }
  }

  @Test
  void rejectsABatchThatIsNotThere() {
    try (BatchFeed feed = new BatchFeed(loader, plan, 0)) {
      assertThatThrownBy(() -> feed.batch(8)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> feed.batch(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void refusesBatchesOnceClosed() {
    BatchFeed feed = new BatchFeed(loader, plan, 0);
    feed.batch(0);
    feed.close();
    feed.close();
    assertThatThrownBy(() -> feed.batch(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void loadsInADaemonThread() {
    try (BatchFeed feed = new BatchFeed(loader, plan, 0)) {
      feed.batch(0);
      assertThat(thread(0)).isPresent().get().matches(Thread::isDaemon);
    }
  }

  private BatchLoader loader(Manifest manifest) throws Exception {
    ShardReader reader = new ShardReader(CONF, path(out), manifest);
    return new BatchLoader(reader, PREPROCESSING);
  }

  private BatchLoader uncached() throws Exception {
    ShardReader reader = new ShardReader(CONF, path(out), Manifest.read(CONF, path(out)));
    return new BatchLoader(reader, PREPROCESSING, 0, 1);
  }

  private void assertSame(MiniBatch batch, int index) throws Exception {
    MiniBatch expected = loader.load(plan, 1, index);
    assertThat(batch.ids()).isEqualTo(expected.ids());
    assertThat(batch.images()).isEqualTo(expected.images());
    assertThat(batch.labels()).isEqualTo(expected.labels());
  }

  private static void assertSame(MiniBatch batch, int... sizes) {
    assertThat(sizes).containsOnly(batch.size());
  }

  private void removeShards() throws Exception {
    try (var files = Files.list(out)) {
      for (Path file : List.copyOf(files.toList())) {
        Files.delete(file);
      }
    }
  }

  private static Optional<Thread> thread(int worker) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("batch-feed-" + worker))
        .findFirst();
  }
}
