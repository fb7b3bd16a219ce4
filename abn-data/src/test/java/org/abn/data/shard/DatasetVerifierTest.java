package org.abn.data.shard;

import static org.abn.data.SmallDatasets.CONF;
import static org.abn.data.SmallDatasets.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.abn.data.InvalidDataException;
import org.abn.data.Mutations;
import org.abn.data.SmallDatasets;
import org.abn.data.record.EncodedImage;
import org.abn.data.record.ImageEncoding;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.ImageShape;
import org.abn.data.record.LabelNames;
import org.abn.data.record.Split;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetVerifierTest {
  private static final String TRAIN = "train-00000-of-00001.seq";
  private static final String TEST = "test-00000-of-00001.seq";
  private static final LabelNames CLASSES = LabelNames.ofClasses(List.of("cat", "dog"));
  private static final ImageShape SHAPE = new ImageShape(1, 2, 2);

  @TempDir Path directory;
  private Path out;
  private byte[] whole;
  private Manifest manifest;

  @BeforeEach
  void writeShards() throws Exception {
    out = directory.resolve("shards");
    manifest = write(out, 5);
    whole = Files.readAllBytes(out.resolve(TRAIN));
  }

  private Manifest write(Path to, long seed) throws Exception {
    ShardPlan plan =
        ShardPlan.of(SmallDatasets.cifar10(directory.resolve("source"), 5, 4, 2), seed);
    try (DatasetPublisher publisher = DatasetPublisher.open(CONF, path(to))) {
      ShardWriter writer = new ShardWriter(plan, 7_000); // two records a block
      return publisher.publish(
          plan,
          List.of(
              writer.write(CONF, publisher.directory(), 0),
              writer.write(CONF, publisher.directory(), 1)));
    }
  }

  @Test
  void findsNothingWrongWithWhatWasWritten() throws Exception {
    assertThat(verify()).isEqualTo(new DatasetReport(0, List.of(), 0, 2));
  }

  @Test
  void findsAFlippedBitInEveryPartOfAShard() throws Exception {
    List<BlockEntry> blocks = manifest.shards().get(0).blocks();
    for (int at : new int[] {0, 3, 20, ShardHeader.BYTES - 17, ShardHeader.BYTES - 1}) {
      assertThat(flipped(at)).as("%d", at).matches(TRAIN + ": header at byte 0: .*");
    }
    for (BlockEntry block : blocks) {
      String place = TRAIN + ": block at byte " + block.offset() + ": CRC-32C of .*";
      // Its marker, a length, an id, a record's beginning and its pixels.
      for (int at : new int[] {0, 4, 20, 24, 30, 45, 60, 1000, block.bytes() - 1}) {
        assertThat(flipped((int) block.offset() + at)).as("%s + %d", block, at).matches(place);
      }
    }
  }

  /** The one problem that a flipped bit makes. */
  private String flipped(int at) throws Exception {
    byte[] damaged = whole.clone();
    damaged[at] ^= 1;
    Files.write(out.resolve(TRAIN), damaged);
    DatasetReport report = verify();
    assertThat(report.problems()).isEqualTo(1);
    assertThat(report.faultyShards()).isEqualTo(1);
    return report.lines().get(0);
  }

  @Test
  void findsEveryDamage() throws Exception {
    Random random = new Random(3);
    for (int i = 0; i < 300; i++) {
      byte[] damaged = Mutations.of(whole, random);
      Files.write(out.resolve(TRAIN), damaged);
      assertThat(verify().problems() == 0).isEqualTo(Arrays.equals(damaged, whole));
    }
  }

  @Test
  void findsAllProblemsAndNotOnlyTheFirst() throws Exception {
    List<BlockEntry> blocks = manifest.shards().get(0).blocks();
    whole[(int) blocks.get(1).offset() + 99] ^= 1;
    whole[(int) blocks.get(3).offset() + 99] ^= 1;
    Files.write(out.resolve(TRAIN), whole);
    Files.delete(out.resolve(TEST));
    Files.write(out.resolve("train-00001-of-00002.seq"), whole);
    Files.write(out.resolve("notes.txt"), whole);
    DatasetReport report = verify();
    assertThat(report.problems()).isEqualTo(4);
    assertThat(report.faultyShards()).isEqualTo(3);
    assertThat(report.shards()).isEqualTo(3);
    assertThat(report.lines()).hasSize(4);
    assertThat(report.lines().get(0)).contains("block at byte " + blocks.get(1).offset());
    assertThat(report.lines().get(1)).contains("block at byte " + blocks.get(3).offset());
    assertThat(report.lines().get(2)).isEqualTo(TEST + ": is missing; copy it again");
    assertThat(report.lines().get(3))
        .isEqualTo("train-00001-of-00002.seq: is not in the manifest; remove it");
  }

  @Test
  void findsAShardOfAnotherLength() throws Exception {
    for (int length : new int[] {0, 50, whole.length / 2, whole.length - 1, whole.length + 1}) {
      Files.write(out.resolve(TRAIN), Arrays.copyOf(whole, length));
      assertThat(verify().lines())
          .containsExactly(
              TRAIN
                  + String.format(
                      Locale.ROOT,
                      ": has %,d bytes, the manifest says %,d; copy it again",
                      length,
                      whole.length));
    }
  }

  @Test
  void findsThatTheManifestIsOfAnotherRun() throws Exception {
    write(directory.resolve("other"), 6);
    Files.copy(
        directory.resolve("other/manifest.json"),
        out.resolve("manifest.json"),
        StandardCopyOption.REPLACE_EXISTING);
    // The order of the training records differs, and with it every block of them.
    assertThat(verify().lines())
        .hasSizeGreaterThanOrEqualTo(5)
        .allMatch(line -> line.startsWith(TRAIN + ": block at byte ") || line.startsWith(TEST));
  }

  @Test
  void findsAChecksumThatIsAnotherAlthoughAllBlocksAreRight() throws Exception {
    String json = Files.readString(out.resolve("manifest.json"));
    String sha256 = manifest.shards().get(1).sha256();
    Files.writeString(out.resolve("manifest.json"), json.replace(sha256, "0".repeat(64)));
    assertThat(verify().lines())
        .containsExactly(
            TEST
                + ": has SHA-256 "
                + sha256
                + ", the manifest says "
                + "0".repeat(64)
                + "; make the shards again");
  }

  @Test
  void findsRecordsThatDoNotFitTheManifest() throws Exception {
    ListedRecords train =
        new ListedRecords(
            Split.TRAIN,
            List.of(
                raw("a/1", Split.TRAIN, SHAPE, 0),
                raw("a/2", Split.TRAIN, SHAPE, 2),
                raw("a/3", Split.TEST, SHAPE, 1, 1),
                raw("a/4", Split.TRAIN, new ImageShape(1, 2, 3), 1)));
    ListedRecords test = new ListedRecords(Split.TEST, List.of(raw("a/1", Split.TEST, SHAPE, -1)));
    ListedRecords.write(directory.resolve("unfit"), CLASSES, SHAPE, train, test);
    DatasetReport report = verify(directory.resolve("unfit"));
    String place = ": block at byte " + ShardHeader.BYTES + ": record ";
    assertThat(report.problems()).isEqualTo(6);
    assertThat(report.lines())
        .containsExactlyInAnyOrder(
            TRAIN + place + "a/2 has the label 2, expected one of 0 to 1",
            TRAIN + place + "a/3 has 2 labels, expected 1 as the manifest says",
            TRAIN
                + place
                + "a/3 is of the split test, expected train as the manifest says of its shard",
            TRAIN
                + place
                + "a/4 is RAW [1, 2, 3] of 6 bytes, expected [1, 2, 2] as the manifest says",
            TEST + place + "a/1 has the label -1, expected one of 0 to 1",
            TEST + place + "a/1 has the id of one before it, in " + TRAIN);
  }

  @Test
  void decodesEveryImage() throws Exception {
    byte[] jpeg = image("jpeg");
    byte[] png = image("png");
    byte[] noPixels = png.clone();
    noPixels[png.length / 2] ^= 1;
    List<ImageRecord> records =
        List.of(
            file("whole.jpg", ImageEncoding.JPEG, jpeg),
            file("whole.png", ImageEncoding.PNG, png),
            file("noise.jpg", ImageEncoding.JPEG, new byte[] {-1, -40, -1, 1, 2, 3}),
            file("lying.png", ImageEncoding.PNG, jpeg),
            file("broken.png", ImageEncoding.PNG, noPixels));
    ListedRecords.write(
        directory.resolve("images"),
        CLASSES,
        ImageShape.UNKNOWN,
        new ListedRecords(Split.TRAIN, records));
    DatasetReport report = verify(directory.resolve("images"));
    assertThat(report.lines())
        .hasSize(3)
        .anyMatch(line -> line.matches(TRAIN + ": block at byte \\d+: record noise.jpg: .+"))
        .anyMatch(line -> line.contains("lying.png: is JPEG [3, 75, 100] by its header, but"))
        .anyMatch(line -> line.contains("record broken.png: "));
  }

  @Test
  void countsWhatItDoesNotList() throws Exception {
    List<ImageRecord> records = new ArrayList<>();
    IntStream.range(0, 50).forEach(i -> records.add(raw("a/" + i, Split.TRAIN, SHAPE, 7)));
    Path many = directory.resolve("many");
    ListedRecords train = new ListedRecords(Split.TRAIN, records);
    ListedRecords again = new ListedRecords(Split.TEST, records);
    ListedRecords.write(many, CLASSES, SHAPE, train, again);
    DatasetReport report = verify(many);
    assertThat(report.lines()).hasSize(20);
    // 100 labels, 50 splits and 50 ids that are there twice.
    assertThat(report.problems()).isEqualTo(200);
    assertThat(report.faultyShards()).isEqualTo(2);
  }

  @Test
  void refusesADirectoryWithoutAManifest() {
    assertThatThrownBy(() -> verify(directory))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("manifest.json: cannot be opened");
  }

  @Test
  void writesNothing() throws Exception {
    List<String> before = list();
    verify();
    assertThat(list()).isEqualTo(before);
  }

  private List<String> list() throws Exception {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.map(Path::toString).sorted().toList();
    }
  }

  private DatasetReport verify() throws Exception {
    return verify(out);
  }

  private static DatasetReport verify(Path shards) throws Exception {
    DatasetVerifier verifier = DatasetVerifier.open(CONF, path(shards));
    List<ShardReport> reports = new ArrayList<>();
    for (ShardEntry shard : verifier.manifest().shards()) {
      reports.add(verifier.ofShards().verify(CONF, shard));
    }
    return verifier.report(reports);
  }

  private static ImageRecord raw(String id, Split split, ImageShape shape, int... labels) {
    byte[] pixels = new byte[(int) shape.values()];
    return new ImageRecord(id, split, labels, EncodedImage.raw(shape, pixels));
  }

  private static ImageRecord file(String id, ImageEncoding encoding, byte[] bytes) {
    EncodedImage image = new EncodedImage(encoding, new ImageShape(3, 75, 100), bytes);
    return new ImageRecord(id, Split.TRAIN, new int[] {1}, image);
  }

  private static byte[] image(String format) throws Exception {
    BufferedImage image = new BufferedImage(100, 75, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(1);
    IntStream.range(0, 7500).forEach(i -> image.setRGB(i % 100, i / 100, random.nextInt()));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, bytes)).isTrue();
    return bytes.toByteArray();
  }
}
