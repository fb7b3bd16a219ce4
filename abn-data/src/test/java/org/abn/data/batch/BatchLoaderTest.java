package org.abn.data.batch;

import static org.abn.data.SmallDatasets.CONF;
import static org.abn.data.SmallDatasets.label;
import static org.abn.data.SmallDatasets.path;
import static org.abn.data.SmallDatasets.pixel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.abn.data.InvalidDataException;
import org.abn.data.SmallDatasets;
import org.abn.data.augment.Augmentation;
import org.abn.data.augment.Crop;
import org.abn.data.augment.Framing;
import org.abn.data.augment.ImageSize;
import org.abn.data.augment.Normalisation;
import org.abn.data.augment.Preprocessing;
import org.abn.data.augment.View;
import org.abn.data.record.FileCounts;
import org.abn.data.record.ImageShape;
import org.abn.data.record.ImageSizes;
import org.abn.data.record.Region;
import org.abn.data.shard.Manifest;
import org.abn.data.shard.PublishedShards;
import org.abn.data.shard.ShardPlan;
import org.abn.data.shard.ShardReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.factory.Nd4j;

class BatchLoaderTest {
  private static final float[] MEAN = {0.4914f, 0.4822f, 0.4465f};
  private static final float[] STD = {0.2023f, 0.1994f, 0.2010f};

  private static final Framing FRAMING = Framing.stretching(new ImageSize(32, 32));

  @TempDir Path directory;
  private Path out;
  private Manifest manifest;

  @BeforeEach
  void writeShards() throws Exception {
    out = directory.resolve("shards");
    var source = SmallDatasets.cifar10(directory.resolve("source"), 20, 11, 7);
    manifest = PublishedShards.write(CONF, ShardPlan.of(source, 5, 60_000), path(out));
  }

  @Test
  void bringsTestPixelsThroughUnchanged() throws Exception {
    EpochPlan plan = EpochPlan.test(manifest, Selection.ALL, 1, 4);
    MiniBatch batch = loader(Augmentation.NONE).load(plan, 0, 1);
    assertThat(batch.size()).isEqualTo(3);
    assertThat(batch.ids())
        .containsExactly("test_batch.bin/4", "test_batch.bin/5", "test_batch.bin/6");
    assertThat(batch.classes()).containsExactly(2, 5, 8); // 3 n mod 10
    assertThat(batch.images().shape()).containsExactly(3, 32, 32, 3);
    assertThat(batch.images().ordering()).isEqualTo('c');
    assertThat(batch.images().dataType()).isEqualTo(DataType.FLOAT);
    // Image 6, row 2, column 5, channel 1: byte 1024 + 2 x 32 + 5 of its planes.
    int pixel = (6 * 31 + 1093 * 7 + 4) & 0xFF;
    assertThat(batch.images().getFloat(2, 2, 5, 1)).isEqualTo((pixel / 255f - 0.4822f) / 0.1994f);
    for (int n = 0; n < 3; n++) {
      assertImage(batch, n, 4 + n, Crop.WHOLE);
    }
  }

  @Test
  void writesLabelsOneHot() throws Exception {
    EpochPlan plan = EpochPlan.test(manifest, Selection.ALL, 1, 3);
    MiniBatch batch = loader(Augmentation.NONE).load(plan, 0, 0);
    assertThat(batch.labels().toFloatMatrix())
        .isDeepEqualTo(
            new float[][] {
              {1, 0, 0, 0, 0, 0, 0, 0, 0, 0},
              {0, 0, 0, 1, 0, 0, 0, 0, 0, 0},
              {0, 0, 0, 0, 0, 0, 1, 0, 0, 0}
            });
  }

  @Test
  void augmentsTrainingImagesAsDrawn() throws Exception {
    EpochPlan plan = EpochPlan.training(manifest, Selection.ALL, 9, 3, 1, 31);
    MiniBatch batch = loader(Augmentation.padAndCrop(4, true)).load(plan, 0, 0);
    for (int n = 0; n < 31; n++) {
      String id = batch.ids().get(n);
      int index = Integer.parseInt(id.substring(id.indexOf('/') + 1));
      assertThat(batch.classes()[n]).isEqualTo(label(index));
      assertImage(batch, n, index, view(id).crop());
    }
    assertThat(batch.ids()).doesNotHaveDuplicates();
  }

  @Test
  void loadsTheSameBatchInWhateverOrder() throws Exception {
    EpochPlan plan = EpochPlan.training(manifest, Selection.ALL, 9, 3, 2, 4);
    BatchLoader forwards = loader(Augmentation.padAndCrop(4, true));
    // A cache of a single block, and a loader of its own: another machine.
    BatchLoader backwards =
        new BatchLoader(reader(), preprocessing(Augmentation.padAndCrop(4, true)), 1, 2);
    List<MiniBatch> batches = new ArrayList<>();
    for (int i = 0; i < plan.batches(1); i++) {
      batches.add(forwards.load(plan, 1, i));
    }
    for (int i = plan.batches(1) - 1; i >= 0; i--) {
      MiniBatch again = backwards.load(plan, 1, i);
      assertThat(again.images()).isEqualTo(batches.get(i).images());
      assertThat(again.ids()).isEqualTo(batches.get(i).ids());
    }
  }

  @Test
  void keepsArraysOutOfTheCallersWorkspace() throws Exception {
    EpochPlan plan = EpochPlan.test(manifest, Selection.ALL, 1, 4);
    var configuration = WorkspaceConfiguration.builder().initialSize(1 << 20).build();
    try (var workspace =
        Nd4j.getWorkspaceManager().getAndActivateWorkspace(configuration, "trainer")) {
      MiniBatch batch = loader(Augmentation.NONE).load(plan, 0, 0);
      assertThat(batch.images().isAttached()).isFalse();
      assertThat(batch.labels().isAttached()).isFalse();
      assertThat(workspace.getId()).isEqualTo("trainer");
      batch.close();
      assertThat(batch.images().wasClosed()).isTrue();
    }
  }

  @Test
  void rejectsANormalisationOfOtherChannels() {
    Normalisation grey = new Normalisation(new float[] {0}, new float[] {1});
    assertThatThrownBy(
            () -> new BatchLoader(reader(), new Preprocessing(FRAMING, Augmentation.NONE, grey)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("statistics of 1 channels, but the images of cifar10 have 3");
  }

  @Test
  void rejectsARecordOfAnotherShapeThanTheManifests() throws Exception {
    Manifest wide =
        new Manifest(
            2,
            "wide",
            manifest.classes(),
            List.of(),
            new ImageShape(3, 16, 64),
            0,
            ImageSizes.UNKNOWN,
            FileCounts.UNKNOWN,
            0,
            manifest.splits(),
            manifest.shards(),
            List.of());
    ShardReader reader = new ShardReader(CONF, path(out), wide);
    BatchLoader loader = new BatchLoader(reader, preprocessing(Augmentation.NONE));
    EpochPlan plan = EpochPlan.test(wide, Selection.ALL, 1, 7);
    assertThatThrownBy(() -> loader.load(plan, 0, 0))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("seq: record test_batch.bin/0 is RAW [3, 32, 32]")
        .hasMessageContaining("expected [3, 16, 64] as the manifest says");
  }

  @Test
  void rejectsALabelThatIsNoClassOfTheManifest() throws Exception {
    Manifest twoClasses =
        new Manifest(
            2,
            "two",
            List.of("a", "b"),
            List.of(),
            manifest.image(),
            0,
            ImageSizes.UNKNOWN,
            FileCounts.UNKNOWN,
            0,
            manifest.splits(),
            manifest.shards(),
            List.of());
    ShardReader reader = new ShardReader(CONF, path(out), twoClasses);
    BatchLoader loader = new BatchLoader(reader, preprocessing(Augmentation.NONE));
    EpochPlan plan = EpochPlan.test(twoClasses, Selection.ALL, 1, 7);
    assertThatThrownBy(() -> loader.load(plan, 0, 0))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("record test_batch.bin/1 has the label 3, expected one of 0 to 1");
  }

  @Test
  void keepsOnlySoManyBytesOfBlocks() throws Exception {
    int block = manifest.shards().get(0).blocks().get(0).bytes();
    BlockCache cache = new BlockCache(reader(), 2L * block);
    for (int shard : new int[] {0, 1, 2, 0, 1, 2}) {
      assertThat(cache.record(new RecordPosition(shard, 0, 0))).isNotNull();
      assertThat(cache.bytes()).isPositive().isLessThanOrEqualTo(2L * block);
    }
  }

  @Test
  void readsABlockOnceWhileItIsKept() throws Exception {
    BlockCache cache = new BlockCache(reader(), 1 << 20);
    var record = cache.record(new RecordPosition(0, 0, 1));
    Files.delete(out.resolve(manifest.shards().get(0).file()));
    assertThat(cache.record(new RecordPosition(0, 0, 1))).isSameAs(record);
    assertThatThrownBy(() -> new BlockCache(reader(), 1).record(new RecordPosition(0, 0, 1)))
        .isInstanceOf(InvalidDataException.class);
  }

  /** Compares with pixels computed from their formula, by the definition of padding and mirror. */
  private static void assertImage(MiniBatch batch, int n, int image, Crop crop) {
    for (int channel = 0; channel < 3; channel++) {
      for (int y = 0; y < 32; y++) {
        for (int x = 0; x < 32; x++) {
          int fromY = y - crop.top();
          int fromX = (crop.mirrored() ? 31 - x : x) - crop.left();
          boolean black = fromY < 0 || fromY > 31 || fromX < 0 || fromX > 31;
          int value = black ? 0 : pixel(image, channel * 1024 + fromY * 32 + fromX);
          float expected = (value / 255f - MEAN[channel]) / STD[channel];
          if (batch.images().getFloat(n, y, x, channel) != expected) {
            throw new AssertionError("image " + n + " channel " + channel + " at " + y + "," + x);
          }
        }
      }
    }
  }

  private ShardReader reader() throws Exception {
    return new ShardReader(CONF, path(out), manifest);
  }

  private BatchLoader loader(Augmentation augmentation) throws Exception {
    return new BatchLoader(reader(), preprocessing(augmentation));
  }

  private static View view(String id) {
    Region whole = new Region(0, 0, 32, 32);
    return Augmentation.padAndCrop(4, true).draw(FRAMING, whole, 9, 3, id);
  }

  private static Preprocessing preprocessing(Augmentation augmentation) {
    return new Preprocessing(FRAMING, augmentation, new Normalisation(MEAN, STD));
  }
}
