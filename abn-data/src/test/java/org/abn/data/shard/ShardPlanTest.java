package org.abn.data.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.abn.data.InvalidDataException;
import org.abn.data.format.DatasetSource;
import org.abn.data.format.RecordReader;
import org.abn.data.format.SourceFile;
import org.abn.data.record.FileCounts;
import org.abn.data.record.ImageShape;
import org.abn.data.record.LabelNames;
import org.abn.data.record.Split;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class ShardPlanTest {
  private static final DatasetSource SOURCE =
      source(new Sizes(Split.TRAIN, 600), new Sizes(Split.TRAIN, 400), new Sizes(Split.TEST, 50));

  @Test
  void holdsEveryRecordOnce() {
    ShardPlan plan = ShardPlan.of(SOURCE, 3, 100_000);
    assertThat(records(plan, Split.TRAIN)).containsExactlyInAnyOrder(range(1000));
    assertThat(records(plan, Split.TEST)).containsExactly(range(50)); // in the dataset's order
  }

  @Test
  void shufflesTrainingRecordsAcrossFilesBySeed() {
    int[] order = records(ShardPlan.of(SOURCE, 3, 100_000), Split.TRAIN);
    assertThat(order).isNotEqualTo(range(1000));
    assertThat(records(ShardPlan.of(SOURCE, 3, 100_000), Split.TRAIN)).isEqualTo(order);
    assertThat(records(ShardPlan.of(SOURCE, 4, 100_000), Split.TRAIN)).isNotEqualTo(order);
    assertThat(IntStream.of(order).limit(500).filter(number -> number >= 600).count())
        .isBetween(150L, 250L);
  }

  @Test
  void cutsSplitsIntoEqualShardsWithinTheLimit() {
    ShardPlan plan = ShardPlan.of(SOURCE, 3, 100_000);
    long[] train =
        IntStream.range(0, plan.shards())
            .filter(shard -> plan.split(shard) == Split.TRAIN)
            .mapToLong(shard -> bytes(plan, shard))
            .toArray();
    assertThat(train).hasSizeGreaterThan(5);
    assertThat(LongStream.of(train)).allMatch(bytes -> bytes <= 100_000);
    assertThat(IntStream.range(1, train.length)).allMatch(i -> train[i] > train[0] * 0.9);
  }

  @Test
  void namesShardsByNumberAndCount() {
    ShardPlan plan = ShardPlan.of(SOURCE, 3);
    assertThat(plan.shards()).isEqualTo(2);
    assertThat(plan.file(0)).isEqualTo("train-00000-of-00001.seq");
    assertThat(plan.file(1)).isEqualTo("test-00000-of-00001.seq");
    assertThat(plan.split(1)).isEqualTo(Split.TEST);
  }

  @Test
  void rejectsARecordLargerThanAShard() {
    assertThatThrownBy(() -> ShardPlan.of(SOURCE, 3, 1000))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("does not fit a shard");
  }

  @Test
  void rejectsADatasetWithoutARecord() {
    assertThatThrownBy(() -> ShardPlan.of(source(), 3))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageEndingWith(": holds no image that can be used");
  }

  @Test
  void sendsItselfToOtherMachines() throws Exception {
    ShardPlan plan = ShardPlan.of(SOURCE, 3, 100_000);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(new ShardWriter(plan));
      out.writeObject(plan);
    }
    assertThat(bytes.size()).isLessThan(20_000);
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isInstanceOf(ShardWriter.class);
      assertThat(((ShardPlan) in.readObject()).order(2)).isEqualTo(plan.order(2));
    }
  }

  @Test
  void plansImageNetInASecond() {
    long start = System.nanoTime();
    ShardPlan plan = ShardPlan.of(source(new Sizes(Split.TRAIN, 1_281_167)), 3);
    assertThat((System.nanoTime() - start) / 1e9).isLessThan(5);
    assertThat(plan.shards()).isPositive();
  }

  /** A file whose records are of 500 to 1,499 bytes. */
  private record Sizes(Split split, int records) implements SourceFile {
    @Override
    public long imageBytes(int index) {
      return 500 + index * 37L % 1000;
    }

    @Override
    public RecordReader open(Configuration conf) {
      throw new UnsupportedOperationException();
    }
  }

  private static DatasetSource source(SourceFile... files) {
    return new DatasetSource(
        "sizes",
        LabelNames.ofClasses(List.of("a")),
        ImageShape.UNKNOWN,
        List.of(files),
        List.of(),
        List.of(),
        new FileCounts(1, 1, 0, List.of()));
  }

  private static int[] records(ShardPlan plan, Split split) {
    return IntStream.range(0, plan.shards())
        .filter(shard -> plan.split(shard) == split)
        .flatMap(shard -> IntStream.of(plan.order(shard)))
        .toArray();
  }

  private static long bytes(ShardPlan plan, int shard) {
    return IntStream.of(plan.order(shard))
        .mapToLong(n -> SOURCE.files().get(n < 600 ? 0 : 1).imageBytes(n < 600 ? n : n - 600) + 256)
        .sum();
  }

  private static int[] range(int count) {
    return IntStream.range(0, count).toArray();
  }
}
