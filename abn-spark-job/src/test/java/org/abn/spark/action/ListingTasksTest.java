package org.abn.spark.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.imageio.ImageIO;
import org.abn.data.InvalidDataException;
import org.abn.data.format.DatasetFormat;
import org.abn.data.format.DatasetOptions;
import org.abn.data.format.DatasetSource;
import org.abn.data.image.ImageResizer;
import org.abn.data.shard.DatasetPublisher;
import org.abn.data.shard.Manifest;
import org.abn.data.shard.ShardPlan;
import org.abn.data.shard.ShardWriter;
import org.abn.data.shard.WrittenShard;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ImageNet's inner archives are listed in tasks, and the shards are those of a plain listing. */
@Tag("spark")
class ListingTasksTest {
  private static final int CLASSES = 3;

  @TempDir private Path folder;
  private final List<Integer> tasksOfStages = new CopyOnWriteArrayList<>();

  @Test
  void theShardsAreThoseOfAPlainListing() throws Exception {
    writeArchive(0);
    Manifest due = shardedHere(folder.resolve("here"));
    assertThat(due.files())
        .hasToString(
            "21 files seen, 13 used, 1 rejected, 7 passed over (4 hidden, 3 no image by its name)");
    Path there = folder.resolve("there");
    Manifest found = shardedInTasks(there);
    assertThat(found).isEqualTo(due); // with the checksums of all shards
    assertThat(Files.readString(there.resolve("manifest.json")))
        .isEqualTo(Files.readString(folder.resolve("here/manifest.json")));
    assertThat(tasksOfStages).containsExactly(CLASSES, due.shards().size());
  }

  @Test
  void aDamagedArchiveIsFoundInItsTask() throws Exception {
    writeArchive(512);
    assertThatThrownBy(() -> shardedInTasks(folder.resolve("there")))
        .hasStackTraceContaining("ILSVRC2012_img_train.tar: archive at byte 8192: entry '")
        .rootCause()
        .isInstanceOf(InvalidDataException.class);
    assertThat(folder.resolve("there")).doesNotExist();
    assertThat(tasksOfStages).containsExactly(CLASSES);
  }

  private Manifest shardedHere(Path out) throws IOException {
    Configuration conf = new Configuration();
    DatasetSource source = DatasetFormat.IMAGENET.open(conf, path(folder.resolve("source")));
    ShardPlan plan = ShardPlan.of(source, 1);
    try (DatasetPublisher publisher = DatasetPublisher.open(conf, path(out))) {
      List<WrittenShard> written = new ArrayList<>();
      for (int shard = 0; shard < plan.shards(); shard++) {
        written.add(new ShardWriter(plan).write(conf, publisher.directory(), shard));
      }
      return publisher.publish(plan, written);
    }
  }

  private Manifest shardedInTasks(Path out) throws IOException {
    SparkConf conf = new SparkConf().setAppName("list").set("spark.ui.enabled", "false");
    try (var spark = new JavaSparkContext(conf.setMaster("local[2]"))) {
      spark
          .sc()
          .addSparkListener(
              new SparkListener() {
                @Override
                public void onStageSubmitted(SparkListenerStageSubmitted stage) {
                  tasksOfStages.add(stage.stageInfo().numTasks());
                }
              });
      ShardSettings settings = new ShardSettings(1, ImageResizer.NONE, 100);
      return new ShardAction(
              "imagenet",
              folder.resolve("source").toString(),
              out.toString(),
              DatasetOptions.NONE,
              settings)
          .run(spark);
    }
  }

  /** Classes of three images each, and what else there is in archives. */
  private void writeArchive(int lacking) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var outer = new TarArchiveOutputStream(bytes)) {
      add(outer, "._n00000001.tar", new byte[163]);
      for (int label = 0; label < CLASSES; label++) {
        String name = "n0000000" + label;
        byte[] inner = classArchive(name, label);
        int length = label == 1 && lacking > 0 ? 3 * lacking : inner.length;
        add(outer, name + ".tar", Arrays.copyOf(inner, length));
      }
    }
    Path source = Files.createDirectories(folder.resolve("source"));
    Files.write(source.resolve("ILSVRC2012_img_train.tar"), bytes.toByteArray());
  }

  private static byte[] classArchive(String name, int label) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var inner = new TarArchiveOutputStream(bytes)) {
      add(inner, "._" + name, new byte[163]);
      for (int i = 0; i < 3; i++) {
        add(inner, name + "_" + i + ".JPEG", image(label, i));
      }
      add(inner, name + ".txt", new byte[3]);
      if (label == 2) {
        add(inner, name + ".gif", new byte[3]);
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] image(int label, int number) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var image = new BufferedImage(9 + label, 9 + number, BufferedImage.TYPE_BYTE_GRAY);
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  private static void add(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    var entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private static org.apache.hadoop.fs.Path path(Path path) {
    return new org.apache.hadoop.fs.Path(path.toString());
  }
}
