package org.abn.data.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.abn.data.record.EncodedImage;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.Split;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Photographs a second on one processor that {@code shard --short-side 256} decodes, resizes and
 * encodes, and the bytes of a photograph before and after. From the root of a clone; the
 * photographs are JPEGs:
 *
 * <pre>{@code
 * mvn -B -q -Pjmh -pl abn-data verify -Djmh.args="-p directory=/photographs toShortSide"
 * }</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "-XX:TieredStopAtLevel=4")
public class ResizingBenchmark {
  /** Where JPEG files are. */
  @Param("photographs")
  public String directory;

  private final ImageResizer resizer = new ImageResizer(256);
  private List<ImageRecord> records;
  private int next;

  /** Reads the files, and says what becomes of their bytes. */
  @Setup
  public void read() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(directory))) {
      records = files.sorted().map(ResizingBenchmark::record).toList();
    }
    System.out.printf(
        "%,d bytes a photograph, %,d resized%n",
        bytes(records), bytes(records.stream().map(resizer::apply).toList()));
  }

  /** One photograph. */
  @Benchmark
  public ImageRecord toShortSide() {
    return resizer.apply(records.get(next++ % records.size()));
  }

  private static ImageRecord record(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      ImageHeader header = ImageHeader.of(bytes);
      EncodedImage image = new EncodedImage(header.encoding(), header.shape(), bytes);
      return new ImageRecord(file.getFileName().toString(), Split.TRAIN, new int[1], image);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long bytes(List<ImageRecord> records) {
    return records.stream().mapToLong(record -> record.image().bytes().length).sum()
        / records.size();
  }
}
