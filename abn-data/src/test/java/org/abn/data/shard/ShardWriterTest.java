package org.abn.data.shard;

import static org.abn.data.SmallDatasets.CONF;
import static org.abn.data.SmallDatasets.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.abn.data.InvalidDataException;
import org.abn.data.SmallDatasets;
import org.abn.data.format.DatasetSource;
import org.abn.data.format.RecordReader;
import org.abn.data.format.SourceFile;
import org.abn.data.record.FileCounts;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.Split;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.SequenceFile;
import org.apache.hadoop.io.Text;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardWriterTest {
  private static final int BLOCK_BYTES = 10_000; // three records

  @TempDir Path directory;
  private DatasetSource source;
  private ShardPlan plan;

  @BeforeEach
  void makePlan() {
    source = SmallDatasets.cifar10(directory.resolve("source"), 20, 11, 7);
    plan = ShardPlan.of(source, 5, 60_000);
  }

  @Test
  void writesTheSameBytesTwice() throws Exception {
    for (int shard = 0; shard < plan.shards(); shard++) {
      ShardEntry first = write("first", shard);
      ShardEntry second = write("second", shard);
      assertThat(second).isEqualTo(first);
      assertThat(directory.resolve("second/" + plan.file(shard)))
          .hasSameBinaryContentAs(directory.resolve("first/" + plan.file(shard)));
    }
  }

  @Test
  void givesEveryShardASyncMarkerOfItsOwn() throws Exception {
    write("out", 0);
    write("out", 1);
    byte[] first = marker(plan.file(0));
    assertThat(marker(plan.file(1))).isNotEqualTo(first);
    assertThat(first).isEqualTo(ShardHeader.marker("cifar10", 5, 0));
  }

  @Test
  void isReadByHadoopsOwnReader() throws Exception {
    ShardEntry entry = write("out", 0);
    List<ImageRecord> read = new ArrayList<>();
    try (SequenceFile.Reader reader = hadoopReader(0)) {
      assertThat(reader.getKeyClass()).isEqualTo(Text.class);
      assertThat(reader.getValueClass()).isEqualTo(BytesWritable.class);
      assertThat(reader.isCompressed()).isFalse();
      for (ImageRecord next = next(reader); next != null; next = next(reader)) {
        read.add(next);
      }
    }
    assertThat(read).hasSize(entry.records()).containsExactlyElementsOf(expected(0));
  }

  @Test
  void beginsBlocksWhereHadoopsReaderMaySeek() throws Exception {
    ShardEntry entry = write("out", 0);
    List<ImageRecord> expected = expected(0);
    assertThat(entry.blocks()).hasSizeGreaterThan(3);
    try (SequenceFile.Reader reader = hadoopReader(0)) {
      int first = entry.records();
      for (int i = entry.blocks().size() - 1; i >= 0; i--) {
        first -= entry.blocks().get(i).records();
        reader.seek(entry.blocks().get(i).offset());
        assertThat(next(reader)).isEqualTo(expected.get(first));
        assertThat(reader.syncSeen()).isTrue();
        reader.sync(entry.blocks().get(i).offset());
        assertThat(next(reader)).isEqualTo(expected.get(first));
      }
    }
  }

  @Test
  void cutsBlocksOfAboutTheSizeAskedFor() throws Exception {
    ShardEntry entry = write("out", 0);
    assertThat(entry.length()).isEqualTo(Files.size(directory.resolve("out/" + plan.file(0))));
    assertThat(entry.blocks().get(0).offset()).isEqualTo(ShardHeader.BYTES);
    for (BlockEntry block : entry.blocks().subList(0, entry.blocks().size() - 1)) {
      assertThat(block.records()).isEqualTo(3);
      assertThat(block.bytes()).isBetween(9_000, 10_100);
    }
  }

  @Test
  void refusesToGrowBeyondThePlan() {
    List<SourceFile> files =
        source.files().stream().<SourceFile>map(file -> new Understating(file)).toList();
    DatasetSource understating =
        new DatasetSource(
            "cifar10",
            source.labels(),
            source.image(),
            files,
            List.of(),
            List.of(),
            new FileCounts(1, 1, 0, List.of()));
    ShardPlan tight = ShardPlan.of(understating, 5, 30_000);
    assertThatThrownBy(() -> new ShardWriter(tight).write(CONF, path(directory), 0))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("train-00000-of-00001.seq: grew to");
  }

  @Test
  void namesFileAndByteOfARecordItCannotRead() {
    byte[] damaged = SmallDatasets.cifarFile(11);
    damaged[3073] = 77;
    SmallDatasets.write(directory.resolve("source"), "data_batch_2.bin", damaged);
    assertThatThrownBy(
            () -> {
              for (int shard = 0; shard < plan.shards(); shard++) {
                write("out", shard);
              }
            })
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("data_batch_2.bin: label 77 at byte 3073");
  }

  private ShardEntry write(String out, int shard) throws Exception {
    return new ShardWriter(plan, BLOCK_BYTES)
        .write(CONF, path(directory.resolve(out)), shard)
        .entry();
  }

  private byte[] marker(String file) throws Exception {
    return ShardHeader.marker(Files.readAllBytes(directory.resolve("out/" + file)));
  }

  private SequenceFile.Reader hadoopReader(int shard) throws Exception {
    var file = path(directory.resolve("out/" + plan.file(shard)));
    return new SequenceFile.Reader(CONF, SequenceFile.Reader.file(file));
  }

  private static ImageRecord next(SequenceFile.Reader reader) throws Exception {
    Text key = new Text();
    BytesWritable value = new BytesWritable();
    return reader.next(key, value)
        ? RecordCodec.decode(key.toString(), ByteBuffer.wrap(value.copyBytes()))
        : null;
  }

  /** A training shard's records, read one by one from the source. */
  private List<ImageRecord> expected(int shard) throws Exception {
    List<ImageRecord> records = new ArrayList<>();
    for (int number : plan.order(shard)) {
      int file = number < 20 ? 0 : 1;
      try (RecordReader reader = source.files(Split.TRAIN).get(file).open(CONF)) {
        records.add(reader.read(number - file * 20));
      }
    }
    return records;
  }

  /** A file whose images are larger than it says. */
  private record Understating(SourceFile file) implements SourceFile {
    @Override
    public Split split() {
      return file.split();
    }

    @Override
    public int records() {
      return file.records();
    }

    @Override
    public long imageBytes(int index) {
      return 1;
    }

    @Override
    public RecordReader open(Configuration conf) throws IOException {
      return file.open(conf);
    }
  }
}
