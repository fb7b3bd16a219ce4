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

  private static final Path STATISTICS = Path.of("/proc/self/stat");

  /** Its place behind the command's name (proc(5)). */
  private static final int MINOR_FAULTS = 7;

  private ProcessMemory() {}

  /** The most bytes that it has had; empty where the system does not say. */
  public static OptionalLong peakBytes() {
    return read("VmHWM:");
  }

  /** The bytes that it has now; empty where the system does not say. */
  static OptionalLong residentBytes() {
    return read("VmRSS:");
  }

  /**
   * How often it has touched a page of memory that was not there yet, and that no disk held; empty
   * where the system does not say.
   */
  public static OptionalLong pageFaults() {
    if (!Files.isReadable(STATISTICS)) {
      return OptionalLong.empty();
    }
    try {
      // The command's name, in parentheses, may hold blanks.
      String text = Files.readString(STATISTICS);
      String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
      return OptionalLong.of(Long.parseLong(fields[MINOR_FAULTS]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
