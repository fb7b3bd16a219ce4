package org.abn.spark.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** What computes in this process: a processor with its widest vectors, or a GPU. */
final class Processor {

  private static final Path INFO = Path.of("/proc/cpuinfo");
  private static final List<String> VECTORS = List.of("avx512f", "avx2", "avx"); // widest first

  private Processor() {}

  /** Such as {@code AMD EPYC 7B13, avx2}. */
  static String name() {
    if (Nd4j.getExecutioner().type() != ExecutionerType.NATIVE_CPU) {
      return NativeOpsHolder.getInstance().getDeviceNativeOps().getDeviceName(0);
    }
    try {
      return Files.isReadable(INFO)
          ? named(Files.readAllLines(INFO))
          : System.getProperty("os.arch");
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }

  static String named(List<String> info) {
    List<String> flags = List.of(value(info, "flags").split(" "));
    return Stream.concat(
            Stream.of(value(info, "model name")), VECTORS.stream().filter(flags::contains).limit(1))
        .filter(text -> !text.isEmpty())
        .reduce((name, vectors) -> name + ", " + vectors)
        .orElse(System.getProperty("os.arch"));
  }

  private static String value(List<String> info, String key) {
    return info.stream()
        .filter(line -> line.startsWith(key + "\t") || line.startsWith(key + ":"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("");
  }
}
