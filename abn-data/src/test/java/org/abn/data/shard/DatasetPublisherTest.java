package org.abn.data.shard;

import static org.abn.data.SmallDatasets.CONF;
import static org.abn.data.SmallDatasets.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.abn.data.InvalidDataException;
import org.abn.data.SmallDatasets;
import org.abn.data.record.Split;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetPublisherTest {
  @TempDir Path directory;
  private Path out;
  private ShardPlan plan;

  @BeforeEach
  void makePlan() {
    out = directory.resolve("shards");
    plan = ShardPlan.of(SmallDatasets.cifar10(directory.resolve("source"), 20, 11, 7), 5, 60_000);
  }

  @Test
  void publishesShardsAndManifestAndNothingElse() throws Exception {
    Manifest manifest = PublishedShards.write(CONF, plan, path(out));
    assertThat(Manifest.read(CONF, path(out))).isEqualTo(manifest);
    assertThat(manifest.records(Split.TRAIN)).isEqualTo(31);
    assertThat(manifest.records(Split.TEST)).isEqualTo(7);
    assertThat(manifest.seed()).isEqualTo(5);
    List<String> expected = new ArrayList<>(List.of("manifest.json"));
    manifest.shards().forEach(shard -> expected.add(shard.file()));
    assertThat(list(out)).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(list(directory)).containsExactlyInAnyOrder("shards", "source");
  }

  @Test
  void publishesTheSameBytesTwice() throws Exception {
    Manifest first = PublishedShards.write(CONF, plan, path(out));
    Manifest second = PublishedShards.write(CONF, plan, path(directory.resolve("again")));
    assertThat(second.checksum()).isEqualTo(first.checksum()).hasSize(64);
    for (String file : list(out)) {
      assertThat(directory.resolve("again/" + file)).hasSameBinaryContentAs(out.resolve(file));
    }
  }

  @Test
  void neverChangesItsBytes() throws Exception {
    // It has the checksums of all shards in it, and those every byte.
    Manifest manifest = PublishedShards.write(CONF, plan, path(out));
    assertThat(EarlierManifest.Version2.of(manifest).manifest().checksum())
        .isEqualTo("a1c2087085e4180c1ca9b1bc4defa7da0b51bd05759d277bdffade13b28aed12");
  }

  @Test
  void takesEntriesInAnyOrder() throws Exception {
    try (DatasetPublisher publisher = DatasetPublisher.open(CONF, path(out))) {
      List<WrittenShard> entries = writeAll(publisher);
      Collections.reverse(entries);
      Manifest manifest = publisher.publish(plan, entries);
      assertThat(manifest.shards().get(0).file()).isEqualTo(plan.file(0));
    }
    assertThat(out.resolve("manifest.json")).exists();
  }

  @Test
  void givesTheSameBytesInWhateverOrderShardsAreWritten() throws Exception {
    Manifest first = PublishedShards.write(CONF, plan, path(out));
    List<Integer> order = new ArrayList<>(IntStream.range(0, plan.shards()).boxed().toList());
    Collections.shuffle(order, new Random(2));
    try (DatasetPublisher publisher = DatasetPublisher.open(CONF, path(directory.resolve("b")))) {
      List<WrittenShard> entries = new ArrayList<>();
      for (int shard : order) {
        entries.add(new ShardWriter(plan).write(CONF, publisher.directory(), shard));
      }
      assertThat(publisher.publish(plan, entries)).isEqualTo(first);
    }
    for (String file : list(out)) {
      assertThat(directory.resolve("b/" + file)).hasSameBinaryContentAs(out.resolve(file));
    }
  }

  @Test
  void mayReplaceAnEmptyDirectory() throws Exception {
    Files.createDirectory(out);
    PublishedShards.write(CONF, plan, path(out));
    assertThat(list(out)).contains("manifest.json");
  }

  @Test
  void refusesADirectoryThatHoldsSomething() throws Exception {
    SmallDatasets.write(out, "thesis.txt", new byte[1]);
    assertThatThrownBy(() -> DatasetPublisher.open(CONF, path(out)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("shards: already holds thesis.txt, choose another --out");
    assertThat(out.resolve("thesis.txt")).exists();
    assertThat(list(directory)).containsExactlyInAnyOrder("shards", "source");
  }

  @Test
  void refusesAFile() {
    SmallDatasets.write(directory, "shards", new byte[1]);
    assertThatThrownBy(() -> DatasetPublisher.open(CONF, path(out)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("already holds a file");
  }

  @Test
  void refusesWhatAppearedWhileItWasWriting() throws Exception {
    try (DatasetPublisher publisher = DatasetPublisher.open(CONF, path(out))) {
      List<WrittenShard> entries = writeAll(publisher);
      SmallDatasets.write(out, "manifest.json", new byte[1]);
      assertThatThrownBy(() -> publisher.publish(plan, entries))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContaining("already holds manifest.json");
    }
    assertThat(list(out)).containsExactly("manifest.json");
    assertThat(list(directory)).containsExactlyInAnyOrder("shards", "source");
  }

  @Test
  void refusesARoot() {
    assertThatThrownBy(() -> DatasetPublisher.open(CONF, new org.apache.hadoop.fs.Path("file:///")))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("is a root");
  }

  @Test
  void leavesNothingBehindAfterAFailure() throws Exception {
    byte[] damaged = SmallDatasets.cifarFile(11);
    damaged[0] = 99;
    SmallDatasets.write(directory.resolve("source"), "data_batch_2.bin", damaged);
    assertThatThrownBy(() -> PublishedShards.write(CONF, plan, path(out)))
        .isInstanceOf(InvalidDataException.class);
    assertThat(list(directory)).containsExactly("source");
  }

  @Test
  void replacesWhatAKilledRunLeft() throws Exception {
    SmallDatasets.write(directory.resolve(".shards.writing"), "old.seq", new byte[1]);
    PublishedShards.write(CONF, plan, path(out));
    assertThat(out.resolve("old.seq")).doesNotExist();
    assertThat(list(directory)).containsExactlyInAnyOrder("shards", "source");
  }

  @Test
  void replacesShardsWithoutAManifest() throws Exception {
    SmallDatasets.write(out, "train-00007-of-00009.seq", new byte[1]);
    SmallDatasets.write(out, ".manifest.json.writing", new byte[1]);
    Manifest manifest = PublishedShards.write(CONF, plan, path(out));
    assertThat(list(out)).hasSize(1 + manifest.shards().size());
    assertThat(out.resolve("train-00007-of-00009.seq")).doesNotExist();
  }

  @Test
  void refusesToPublishAnIncompleteSet() throws Exception {
    try (DatasetPublisher publisher = DatasetPublisher.open(CONF, path(out))) {
      List<WrittenShard> entries = writeAll(publisher);
      assertThatThrownBy(() -> publisher.publish(plan, entries.subList(1, entries.size())))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(plan.file(0) + " was not written");
      SmallDatasets.write(directory.resolve(".shards.writing"), plan.file(0), new byte[1]);
      assertThatThrownBy(() -> publisher.publish(plan, entries))
          .hasMessageContaining("has 1 bytes");
    }
    assertThat(out).doesNotExist();
  }

  private List<WrittenShard> writeAll(DatasetPublisher publisher) throws Exception {
    List<WrittenShard> entries = new ArrayList<>();
    for (int shard = 0; shard < plan.shards(); shard++) {
      entries.add(new ShardWriter(plan).write(CONF, publisher.directory(), shard));
    }
    return entries;
  }

  private static List<String> list(Path directory) throws Exception {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
