package org.abn.data.shard;

import static org.abn.data.SmallDatasets.CONF;
import static org.abn.data.SmallDatasets.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.abn.data.InvalidDataException;
import org.abn.data.Mutations;
import org.abn.data.SmallDatasets;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.Split;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardReaderTest {
  @TempDir Path directory;
  private Path out;
  private Path shard;
  private byte[] whole;
  private Manifest manifest;

  @BeforeEach
  void writeShards() throws Exception {
    out = directory.resolve("shards");
    var source = SmallDatasets.cifar10(directory.resolve("source"), 5, 4, 2);
    ShardPlan plan = ShardPlan.of(source, 5);
    try (DatasetPublisher publisher = DatasetPublisher.open(CONF, path(out))) {
      ShardWriter writer = new ShardWriter(plan, 7_000); // two records a block
      manifest =
          publisher.publish(
              plan,
              List.of(
                  writer.write(CONF, publisher.directory(), 0),
                  writer.write(CONF, publisher.directory(), 1)));
    }
    shard = out.resolve(manifest.shards().get(0).file());
    whole = Files.readAllBytes(shard);
  }

  @Test
  void readsBlocksInAnyOrder() throws Exception {
    ShardReader reader = reader();
    List<ImageRecord> last = reader.block(0, 4);
    List<ImageRecord> first = reader.block(0, 0);
    assertThat(last).hasSize(1);
    assertThat(first).hasSize(2).allMatch(record -> record.split() == Split.TRAIN);
    assertThat(reader.block(0, 0)).isEqualTo(first);
    assertThat(reader.block(1, 0))
        .extracting(ImageRecord::id)
        .containsExactly("test_batch.bin/0", "test_batch.bin/1");
  }

  @Test
  void rejectsAMissingShard() throws Exception {
    Files.delete(shard);
    rejects(0, "train-00000-of-00001.seq: cannot be opened");
  }

  @Test
  void rejectsATruncatedShard() throws Exception {
    Files.write(shard, Arrays.copyOf(whole, whole.length - 1));
    rejects(
        0,
        String.format(
            Locale.ROOT, "has %,d bytes, the manifest says %,d", whole.length - 1, whole.length));
  }

  @Test
  void rejectsAnOverlongShard() throws Exception {
    Files.write(shard, Arrays.copyOf(whole, whole.length + 1));
    rejects(
        0,
        String.format(
            Locale.ROOT, "has %,d bytes, the manifest says %,d", whole.length + 1, whole.length));
  }

  @Test
  void rejectsAShardThatIsCutShortAfterItWasOpened() throws Exception {
    ShardReader reader = reader();
    reader.block(0, 0);
    Files.write(shard, Arrays.copyOf(whole, whole.length - 1));
    long offset = manifest.shards().get(0).blocks().get(4).offset();
    assertThatThrownBy(() -> reader.block(0, 4))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining(shard.getFileName() + ": block at byte " + offset + ": is cut short");
  }

  @Test
  void rejectsOneChangedBitNamingShardAndOffset() throws Exception {
    long offset = manifest.shards().get(0).blocks().get(2).offset();
    whole[(int) offset + 1000] ^= 1; // a pixel
    Files.write(shard, whole);
    ShardReader reader = reader();
    reader.block(0, 1);
    assertThatThrownBy(() -> reader.block(0, 2))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining(shard.getFileName() + ": block at byte " + offset)
        .hasMessageContaining("CRC-32C");
  }

  @Test
  void rejectsOtherKeyAndValueClasses() throws Exception {
    String header = new String(whole, 0, 80, StandardCharsets.ISO_8859_1);
    int name = header.indexOf("io.Text");
    whole[name + 3] = 'N';
    Files.write(shard, whole);
    rejects(0, "does not begin as an uncompressed SequenceFile of org.apache.hadoop.io.Text");
  }

  @Test
  void rejectsAMarkerThatNoBlockHolds() throws Exception {
    whole[ShardHeader.BYTES - 1] ^= 1;
    Files.write(shard, whole);
    rejects(0, "does not begin with the shard's sync marker");
  }

  @Test
  void parsesOrRefusesEveryDamagedBlock() {
    BlockEntry entry = manifest.shards().get(0).blocks().get(0);
    int from = (int) entry.offset();
    byte[] block = Arrays.copyOfRange(whole, from, from + entry.bytes());
    byte[] marker = ShardHeader.marker(whole);
    Random random = new Random(9);
    int refused = 0;
    for (int i = 0; i < 5000; i++) {
      ByteBuffer damaged = ByteBuffer.wrap(Mutations.of(block, random));
      try {
        assertThat(BlockParser.parse(damaged, marker, entry.records())).hasSize(2);
      } catch (InvalidDataException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(2500, 4900);
  }

  private ShardReader reader() throws IOException {
    return new ShardReader(CONF, path(out), manifest);
  }

  private void rejects(int block, String message) {
    assertThatThrownBy(() -> reader().block(0, block))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining(message)
        .hasMessageContaining(shard.getFileName().toString());
  }
}
