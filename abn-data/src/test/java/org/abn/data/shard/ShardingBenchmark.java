package org.abn.data.shard;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.abn.data.SmallDatasets;
import org.abn.data.Storage;
import org.abn.data.format.DatasetFormat;
import org.abn.data.format.DatasetSource;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Milliseconds for 1,000 photographs of about 60 KB, in folders as ImageNet has them: sharded;
 * copied file by file by Hadoop's FileSystem; and copied into one file, without the cost of
 * creating each. In one thread on the local disk. From the root of a clone:
 *
 * <pre>{@code
 * mvn -B -q -Pjmh -pl abn-data verify -Djmh.args=Sharding
 * }</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 5)
@Fork(value = 1, jvmArgsAppend = "-XX:TieredStopAtLevel=4")
public class ShardingBenchmark {
  private static final int FOLDERS = 10;
  private static final int IMAGES = 100;

  private Path directory;
  private org.apache.hadoop.fs.Path source;
  private org.apache.hadoop.fs.Path out;

  /** Writes the photographs, and says how many bytes they have. */
  @Setup
  public void write() throws IOException {
    directory = Files.createTempDirectory("sharding");
    source = SmallDatasets.path(directory.resolve("source"));
    byte[] photograph = photograph();
    for (int folder = 0; folder < FOLDERS; folder++) {
      Path images = directory.resolve("source/train/n" + folder);
      for (int image = 0; image < IMAGES; image++) {
        SmallDatasets.write(images, image + ".JPEG", photograph);
      }
    }
    System.out.printf("%.1f MB%n", photograph.length * FOLDERS * IMAGES / 1e6);
  }

  private static byte[] photograph() throws IOException {
    BufferedImage image = new BufferedImage(500, 375, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(1);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        image.setRGB(x, y, (x + y) / 4 * 0x010101 + random.nextInt(64) * 0x010101);
      }
    }
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(image, "jpeg", jpeg);
    return jpeg.toByteArray();
  }

  /** Makes way for another run. */
  @TearDown(Level.Iteration)
  public void removeOutput() throws IOException {
    storage().delete(out, true);
  }

  /** Removes the photographs. */
  @TearDown
  public void remove() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Lists, checks, shuffles and writes them, with checksums. */
  @Benchmark
  public Manifest shard() throws IOException {
    out = SmallDatasets.path(directory.resolve("shards"));
    DatasetSource images = DatasetFormat.IMAGENET.open(SmallDatasets.CONF, source);
    return PublishedShards.write(SmallDatasets.CONF, ShardPlan.of(images, 1), out);
  }

  /** Copies them as they are. */
  @Benchmark
  public boolean copy() throws IOException {
    out = SmallDatasets.path(directory.resolve("copy"));
    return FileUtil.copy(storage(), source, storage(), out, false, SmallDatasets.CONF);
  }

  /** Copies them into one file. */
  @Benchmark
  public long concatenate() throws IOException {
    out = SmallDatasets.path(directory.resolve("all"));
    long bytes = 0;
    try (OutputStream all = storage().create(out)) {
      for (FileStatus folder :
          storage().listStatus(new org.apache.hadoop.fs.Path(source, "train"))) {
        for (FileStatus file : storage().listStatus(folder.getPath())) {
          try (InputStream in = storage().open(file.getPath())) {
            bytes += in.transferTo(all);
          }
        }
      }
    }
    return bytes;
  }

  private FileSystem storage() throws IOException {
    return Storage.of(SmallDatasets.CONF, source);
  }
}
