package org.abn.data.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.abn.data.SmallDatasets;
import org.abn.data.augment.Augmentation;
import org.abn.data.augment.CropKind;
import org.abn.data.augment.Framing;
import org.abn.data.augment.ImageSize;
import org.abn.data.augment.Normalisation;
import org.abn.data.augment.Preprocessing;
import org.abn.data.augment.Resize;
import org.abn.data.record.EncodedImage;
import org.abn.data.record.ImageEncoding;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.ImageShape;
import org.abn.data.record.Split;
import org.abn.data.shard.Manifest;
import org.abn.data.shard.PublishedShards;
import org.abn.data.shard.ShardPlan;
import org.abn.data.shard.ShardReader;
import org.bytedeco.javacpp.FloatPointer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Images a second as a trainer is given them: photographs decoded and augmented for ImageNet on one
 * processor, and mini-batches of CIFAR. From the root of a clone; the photographs are JPEGs:
 *
 * <pre>{@code
 * mvn -B -q -Pjmh -pl abn-data verify -Djmh.args="-p directory=/photographs photographs"
 * mvn -B -q -Pjmh -pl abn-data verify -Djmh.args=cifar
 * }</pre>
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "-XX:TieredStopAtLevel=4")
public class LoadingBenchmark {
  private static final int BATCH = 128;
  private static final Normalisation IMAGENET =
      new Normalisation(new float[] {.485f, .456f, .406f}, new float[] {.229f, .224f, .225f});

  /** Photographs in memory. */
  @State(Scope.Benchmark)
  public static class Photographs {
    /** Where JPEG files are. */
    @Param("photographs")
    public String directory;

    private final InputImages input =
        new InputImages(
            new Preprocessing(
                new Framing(new ImageSize(224, 224), new Resize.ShortSide(256)),
                new Augmentation(CropKind.RANDOM_RESIZED, 0, true),
                IMAGENET));
    private final FloatPointer target = new FloatPointer(224L * 224 * 3);
    private List<ImageRecord> records;
    private int next;

    /** Reads the files. */
    @Setup
    public void read() throws IOException {
      try (Stream<Path> files = Files.list(Path.of(directory))) {
        records = files.sorted().map(Photographs::record).toList();
      }
    }

    private static ImageRecord record(Path file) {
      try {
        byte[] bytes = Files.readAllBytes(file);
        EncodedImage image = new EncodedImage(ImageEncoding.JPEG, ImageShape.UNKNOWN, bytes);
        return new ImageRecord(file.getFileName().toString(), Split.TRAIN, new int[1], image);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Shards of 10,000 images like CIFAR's. */
  @State(Scope.Benchmark)
  public static class Cifar {
    @Param({"1", "2"})
    private int threads;

    private Path directory;
    private BatchLoader loader;
    private EpochPlan plan;
    private int next;

    /** Writes the shards. */
    @Setup
    public void write() throws IOException {
      directory = Files.createTempDirectory("cifar");
      var source = SmallDatasets.cifar10(directory.resolve("source"), 9_000, 1_000, 1);
      var out = SmallDatasets.path(directory.resolve("shards"));
      Manifest manifest = PublishedShards.write(SmallDatasets.CONF, ShardPlan.of(source, 1), out);
      Preprocessing preprocessing =
          new Preprocessing(
              Framing.stretching(new ImageSize(32, 32)),
              Augmentation.padAndCrop(4, true),
              IMAGENET);
      loader =
          new BatchLoader(
              new ShardReader(SmallDatasets.CONF, out, manifest),
              preprocessing,
              BatchLoader.CACHE_BYTES,
              threads);
      plan = EpochPlan.training(manifest, Selection.ALL, 1, 0, 1, BATCH);
    }

    /** Removes the shards. */
    @TearDown
    public void remove() throws IOException {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** One photograph to 224x224: a random part resized, mirrored or not, normalised. */
  @Benchmark
  public void photographs(Photographs state) {
    int index = state.next++;
    ImageRecord record = state.records.get(index % state.records.size());
    state.input.write(record, 1, index / state.records.size(), state.target.position(0));
  }

  /** Mini-batches of 128, read from shards, padded, cropped and normalised. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void cifar(Cifar state) throws IOException {
    int full = state.plan.records() / BATCH;
    state.loader.load(state.plan, 0, state.next++ % full).close();
  }
}
