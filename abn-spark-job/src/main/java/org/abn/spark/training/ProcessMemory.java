package org.abn.spark.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The physical memory of this process, native memory and all, as Linux counts it. What JavaCPP
 * counts leaves out most of what ND4J allocates.
 */
public final class ProcessMemory {

  private static final Path STATUS = Path.of("/proc/self/status");

  private ProcessMemory() {}

  /** The most bytes that it has had; empty where the system does not say. */
  public static OptionalLong peakBytes() {
    return read("VmHWM:");
  }

  /** The bytes that it has now; empty where the system does not say. */
  static OptionalLong residentBytes() {
    return read("VmRSS:");
  }

  private static OptionalLong read(String label) {
    if (!Files.isReadable(STATUS)) {
      return OptionalLong.empty();
    }
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith(label))
          .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
