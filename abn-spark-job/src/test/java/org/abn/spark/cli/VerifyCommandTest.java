package org.abn.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.abn.spark.action.ShardAction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Tag("spark")
class VerifyCommandTest {
  private static final int RECORD = 3073;

  @TempDir private static Path directory;
  private static Path shards;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine line =
      AbnCommand.line().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));

  @BeforeAll
  static void shard() throws Exception {
    System.setProperty("spark.master", "local[2]");
    System.setProperty("spark.ui.enabled", "false");
    Files.write(directory.resolve("data_batch_1.bin"), new byte[1100 * RECORD]);
    Files.write(directory.resolve("test_batch.bin"), new byte[2 * RECORD]);
    shards = directory.resolve("shards");
    new ShardAction("cifar10", directory.toString(), shards.toString(), 1).run();
  }

  @AfterAll
  static void clear() {
    System.clearProperty("spark.master");
    System.clearProperty("spark.ui.enabled");
  }

  @Test
  void printsOneLineWhereShardsAreWhole() {
    assertThat(line.execute("verify", shards.toString())).isEqualTo(ExitStatus.DONE);
    assertThat(out.toString())
        .matches(
            shards
                + ": 1,102 records in 2 shards are as the manifest says: train 1,100, test 2;"
                + " 3\\.4 MB read and decoded, \\d+\\.\\d MB/s\\R");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void datasetsPrintsWhatTheShardsHold() {
    assertThat(line.execute("datasets", shards.toString())).isEqualTo(ExitStatus.DONE);
    assertThat(out.toString().lines().skip(1))
        .satisfiesExactly(
            row -> assertThat(row).matches("cifar10 +1,100 +2 +10 classes +32x32"),
            files ->
                assertThat(files).isEqualTo("2 files seen, 2 used, 0 rejected, 0 passed over"));
  }

  @Test
  void printsALineAProblemAndTheirNumber() throws Exception {
    Path damaged = Files.createDirectory(directory.resolve("damaged"));
    Files.copy(shards.resolve("manifest.json"), damaged.resolve("manifest.json"));
    byte[] bytes = Files.readAllBytes(shards.resolve("train-00000-of-00001.seq"));
    bytes[bytes.length / 2] ^= 1;
    Files.write(damaged.resolve("train-00000-of-00001.seq"), bytes);
    assertThat(line.execute("verify", damaged.toString())).isEqualTo(ExitStatus.INPUT);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString().lines())
        .hasSize(3)
        .satisfiesExactly(
            first -> assertThat(first).contains("train-00000-of-00001.seq: block at byte "),
            second ->
                assertThat(second).isEqualTo("test-00000-of-00001.seq: is missing; copy it again"),
            last -> assertThat(last).isEqualTo(damaged + ": 2 problems in 2 of 2 shards"));
  }

  @Test
  void wantsAManifest() throws Exception {
    assertThat(line.execute("verify", directory.toString())).isEqualTo(ExitStatus.INPUT);
    assertThat(err.toString()).contains("/manifest.json: cannot be opened").hasLineCount(1);
    err.getBuffer().setLength(0);
    Path malformed = Files.createDirectory(directory.resolve("malformed"));
    Files.writeString(malformed.resolve("manifest.json"), "{\"schema_version\": 2,");
    assertThat(line.execute("verify", malformed.toString())).isEqualTo(ExitStatus.INPUT);
    assertThat(err.toString()).contains("manifest.json, line 1 column ").hasLineCount(1);
  }
}
