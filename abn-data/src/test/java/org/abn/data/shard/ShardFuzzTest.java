package org.abn.data.shard;

import static org.abn.data.SmallDatasets.CONF;
import static org.abn.data.SmallDatasets.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.abn.data.InvalidDataException;
import org.abn.data.Mutations;
import org.abn.data.SmallDatasets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shards are checksummed: no damage may pass. */
class ShardFuzzTest {
  private static final Duration MOST = Duration.ofMinutes(2);

  @TempDir Path directory;
  private Path out;
  private Path shard;
  private byte[] whole;
  private Manifest manifest;

  @BeforeEach
  void writeShards() throws Exception {
    out = directory.resolve("shards");
    var source = SmallDatasets.cifar10(directory.resolve("source"), 1, 1, 1);
    manifest = PublishedShards.write(CONF, ShardPlan.of(source, 5), path(out));
    shard = out.resolve(manifest.shards().get(0).file());
    whole = Files.readAllBytes(shard);
  }

  @Test
  void refusesEveryDamagedShard() {
    Random random = new Random(8);
    assertTimeoutPreemptively(
        MOST,
        () -> {
          for (int i = 0; i < 1000; i++) {
            byte[] damaged = Mutations.of(whole, random);
            replace(shard, damaged);
            boolean same = Arrays.equals(damaged, whole);
            assertThat(succeeds(() -> readFirst(manifest))).as("copy %d", i).isEqualTo(same);
            assertThat(verify() == 0).isEqualTo(same);
          }
        });
  }

  @Test
  void refusesEveryChangedBit() {
    Random random = new Random(9);
    int headers = 8 * (ShardHeader.BYTES + 50); // and those of the first block and record
    assertTimeoutPreemptively(
        MOST,
        () -> {
          for (int i = 0; i < headers + 300; i++) {
            int bit = i < headers ? i : random.nextInt(8 * whole.length);
            byte[] changed = whole.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            replace(shard, changed);
            assertThat(succeeds(() -> readFirst(manifest))).as("bit %d", bit).isFalse();
          }
        });
  }

  @Test
  void readsOrRefusesEveryDamagedManifest() throws Exception {
    Path file = out.resolve(Manifest.FILE);
    byte[] json = Files.readAllBytes(file);
    Random random = new Random(10);
    int refused =
        assertTimeoutPreemptively(
            MOST,
            () -> {
              int refusals = 0;
              for (int i = 0; i < 1500; i++) {
                replace(file, Mutations.of(json, random));
                boolean read = succeeds(() -> readFirst(Manifest.read(CONF, path(out))));
                succeeds(this::verify); // or says that there is no manifest, and goes on
                refusals += read ? 0 : 1;
              }
              return refusals;
            });
    assertThat(refused).isBetween(1000, 1490); // a name or the seed may change
  }

  private ShardReader reader(Manifest of) throws IOException {
    return new ShardReader(CONF, path(out), of);
  }

  private void readFirst(Manifest of) throws IOException {
    ShardReader reader = reader(of);
    for (int block = 0; block < of.shards().get(0).blocks().size(); block++) {
      reader.block(0, block);
    }
  }

  /** How many problems there are. */
  private int verify() throws IOException {
    DatasetVerifier verifier = DatasetVerifier.open(CONF, path(out));
    List<ShardReport> reports = new ArrayList<>();
    for (ShardEntry entry : verifier.manifest().shards()) {
      reports.add(verifier.ofShards().verify(CONF, entry));
    }
    return verifier.report(reports).problems();
  }

  private interface Reading {
    void run() throws IOException;
  }

  private static boolean succeeds(Reading reading) throws IOException {
    try {
      reading.run();
      return true;
    } catch (InvalidDataException e) {
      assertThat(e.getMessage()).doesNotContain("\n").hasSizeLessThan(1000);
      return false;
    }
  }

  private static void replace(Path file, byte[] bytes) throws IOException {
    Files.delete(file); // writing over a file waits for the disk
    Files.write(file, bytes);
  }
}
