package org.abn.spark.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.abn.spark.device.ComputeDevice;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/** What computes in this process: a processor with its widest vectors, or a GPU. */
final class Processor {

  private static final Path INFO = Path.of("/proc/cpuinfo");
  private static final List<String> VECTORS = List.of("avx512f", "avx2", "avx"); // widest first

  private Processor() {}

  /** Such as {@code AMD EPYC 7B13, avx2}. */
  static String name() {
    if (Nd4j.getExecutioner().type() != ExecutionerType.NATIVE_CPU) {
      int device = ComputeDevice.current();
      String name = NativeOpsHolder.getInstance().getDeviceNativeOps().getDeviceName(device);
      return String.format(Locale.ROOT, "%s (GPU %d)", name, device);
    }
    try {
      return Files.isReadable(INFO)
          ? named(Files.readAllLines(INFO))
          : System.getProperty("os.arch");
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }

  /** Of the GPU that this thread computes on, or of the machine. */
  static long memoryBytes() {
    if (Nd4j.getExecutioner().type() != ExecutionerType.NATIVE_CPU) {
      NativeOps natives = NativeOpsHolder.getInstance().getDeviceNativeOps();
      return natives.getDeviceTotalMemory(ComputeDevice.current());
    }
    return Pointer.totalPhysicalBytes();
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
