package org.abn.spark.action;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.abn.data.format.DatasetSource;
import org.abn.data.format.RecordReader;
import org.abn.data.format.SourceFile;
import org.abn.data.record.EncodedImage;
import org.abn.data.record.FileCounts;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.ImageShape;
import org.abn.data.record.LabelNames;
import org.abn.data.record.Split;
import org.abn.data.shard.DatasetPublisher;
import org.abn.data.shard.ShardPlan;
import org.abn.data.shard.ShardWriter;
import org.abn.data.shard.WrittenShard;
import org.abn.model.Network;
import org.abn.spark.experiment.Experiment;
import org.abn.spark.experiment.NetworkSettings;
import org.apache.hadoop.conf.Configuration;

/** Shards of noise in which each attribute brightens one colour, and an experiment on them. */
final class TinyAttributes {

  static final int TRAIN = 44;
  static final int TEST = 12;
  static final List<String> NAMES = List.of("Reddish", "Green", "Blue");
  private static final ImageShape SHAPE = new ImageShape(3, 32, 32);

  private TinyAttributes() {}

  /** The same images, labelled by their attributes, or by their first attribute as a class. */
  static void write(LabelNames labels, Path out) throws IOException {
    write("tiny", labels, 0, out);
  }

  /** The same as of another dataset, and without the first of the test images. */
  static void write(String dataset, LabelNames labels, int firstTest, Path out) throws IOException {
    Configuration conf = new Configuration();
    int values = labels.attributes().isEmpty() ? 1 : labels.attributes().size();
    List<SourceFile> files =
        List.of(
            new Noise(Split.TRAIN, 0, TRAIN, values),
            new Noise(Split.TEST, firstTest, TEST - firstTest, values));
    var source =
        new DatasetSource(
            dataset,
            labels,
            SHAPE,
            files,
            List.of(),
            List.of(),
            new FileCounts(1, 1, 0, List.of()));
    ShardPlan plan = ShardPlan.of(source, 1);
    var directory = new org.apache.hadoop.fs.Path(out.toUri());
    try (DatasetPublisher publisher = DatasetPublisher.open(conf, directory)) {
      List<WrittenShard> written = new ArrayList<>();
      for (int shard = 0; shard < plan.shards(); shard++) {
        written.add(new ShardWriter(plan).write(conf, publisher.directory(), shard));
      }
      publisher.publish(plan, written);
    }
  }

  private record Noise(Split split, int first, int records, int values) implements SourceFile {

    @Override
    public long imageBytes(int index) {
      return SHAPE.values();
    }

    @Override
    public RecordReader open(Configuration conf) {
      return new RecordReader() {
        @Override
        public ImageRecord read(int index) {
          return record(first + index);
        }

        @Override
        public void close() {}
      };
    }

    private ImageRecord record(int index) {
      int[] labels = new int[values];
      for (int t = 0; t < values; t++) {
        labels[t] = index >> t & 1;
      }
      String id = String.format(Locale.ROOT, "%s/%04d.jpg", split, index);
      return new ImageRecord(id, split, labels, EncodedImage.raw(SHAPE, planes(index)));
    }

    private byte[] planes(int index) {
      byte[] planes = new byte[(int) SHAPE.values()];
      Random random = new Random(index);
      for (int i = 0; i < planes.length; i++) {
        int colour = i / (SHAPE.height() * SHAPE.width());
        planes[i] = (byte) (random.nextInt(128) + 127 * (index >> colour & 1));
      }
      return planes;
    }
  }

  /** On two workers that end at different mini-batches. */
  static Experiment experiment(Path folder, Network network, Path data, Path run, int epochs)
      throws IOException {
    String named = "network.name = abn-multitask-resnet18";
    Experiment tiny = TinyCifar.experiment(folder, data.toString(), run.toString(), epochs, named);
    return new Experiment(
        network.name(),
        new NetworkSettings(network, Optional.empty(), false),
        tiny.data(),
        tiny.training(),
        tiny.runDirectory(),
        tiny.settings());
  }
}
