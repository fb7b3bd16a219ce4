package org.abn.spark.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.abn.data.shard.Manifest;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shards are the same bytes, whatever happened while they were made. */
@Tag("spark")
class ShardActionTest {
  private static final long SHARD_BYTES = 40_000; // a dozen images
  private static final String THIRD = "train-00002-of-00005.seq";

  @TempDir private static Path folder;
  private static Path source;
  private static Path expected;
  private static Manifest manifest;

  @BeforeAll
  static void shardOneAfterTheOther() throws IOException {
    source = TinyCifar.write(folder.resolve("source"));
    expected = folder.resolve("expected");
    manifest = shard("local[1]", expected);
    assertThat(manifest.shards()).hasSizeGreaterThan(4).anyMatch(s -> s.file().equals(THIRD));
  }

  @Test
  void areTheSameWhateverTheParallelism() throws IOException {
    Path out = folder.resolve("parallel/shards");
    shard("local[4]", out);
    assertAsExpected(out);
  }

  @Test
  void areTheSameAfterATaskWasTriedAgain() throws IOException {
    Path out = folder.resolve("retried/shards");
    FailingStorage.fail(THIRD, 2);
    shard("local[2,4]", out);
    assertThat(FailingStorage.failuresLeft()).isZero();
    assertAsExpected(out);
  }

  @Test
  void areTheSameAfterARunThatFailed() throws IOException {
    Path out = folder.resolve("failed/shards");
    FailingStorage.fail(THIRD, 1);
    assertThatThrownBy(() -> shard("local[2]", out))
        .isInstanceOf(SparkException.class)
        .hasMessageContaining("the disk has gone");
    assertThat(list(out.getParent())).isEmpty();
    shard("local[2]", out);
    assertAsExpected(out);
  }

  @Test
  void areTheSameAfterARunThatWasKilled() throws IOException {
    Path out = folder.resolve("killed/shards");
    Path left = Files.createDirectories(out.resolveSibling(".shards.writing"));
    Files.write(left.resolve(THIRD), new byte[100_000]); // more than there will be
    Files.write(left.resolve("train-00000-of-00009.seq"), new byte[10]); // of another plan
    shard("local[2]", out);
    assertAsExpected(out);
  }

  private static Manifest shard(String master, Path out) throws IOException {
    SparkConf conf = new SparkConf().setAppName("shard").set("spark.ui.enabled", "false");
    try (var spark = new JavaSparkContext(conf.setMaster(master))) {
      FailingStorage.register(spark.hadoopConfiguration());
      Files.createDirectories(out.getParent());
      return new ShardAction("cifar10", source.toString(), "failing://" + out, 1)
          .run(spark, SHARD_BYTES);
    }
  }

  private static void assertAsExpected(Path out) throws IOException {
    assertThat(list(out.getParent())).containsExactly("shards");
    assertThat(list(out)).isEqualTo(list(expected)).hasSize(manifest.shards().size() + 1);
    for (String file : list(out)) {
      assertThat(out.resolve(file)).hasSameBinaryContentAs(expected.resolve(file));
    }
  }

  private static List<String> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
