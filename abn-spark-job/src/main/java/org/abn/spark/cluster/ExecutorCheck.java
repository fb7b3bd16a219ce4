package org.abn.spark.cluster;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.abn.data.OneLine;
import org.abn.model.kernel.ComputePath;
import org.abn.spark.cluster.ExecutorReport.Machine;
import org.abn.spark.device.UnfitDeviceException;
import org.abn.spark.results.Versions;

/**
 * Finds out whether an executor can train, on it.
 *
 * @param versions that the driver has, which an executor's must be
 * @param golden step that it is to take
 * @param files that it is to write; null where none
 * @param proof that it is to give; null where the step is enough
 */
record ExecutorCheck(
    Map<String, String> versions, GoldenStep golden, ScratchFile files, Proof proof)
    implements Function<String, ExecutorReport>, Serializable {

  /** Java's updates may differ; so may the processor, of which the backend's name says nothing. */
  private static final String JAVA = "java";

  /** A driver without a GPU has another than executors with one. */
  private static final Set<String> OF_THE_DEVICE = Set.of("backend", "kernels");

  /** Checks the process that this is called in; gives whatever fails as a fault. */
  @Override
  public ExecutorReport apply(String executor) {
    try {
      return report(executor);
    } catch (Exception | LinkageError e) { // such as a native library that cannot be loaded
      return ExecutorReport.faulty(said(e));
    }
  }

  private ExecutorReport report(String executor) {
    GoldenStep.Outcome outcome = golden.run(); // first, since it asks whether there is a device
    ComputePath path = ComputePath.here();
    Map<String, String> here = Versions.all();
    List<String> faults = new ArrayList<>(differences(versions, here));
    outcome.fault().ifPresent(faults::add);
    if (files != null) {
      files.fault(executor).ifPresent(faults::add);
    }
    double speed = 0;
    if (proof != null) {
      Proof.Outcome proved = proof.run();
      faults.addAll(proved.faults());
      speed = proved.imagesPerSecond();
    }
    return new ExecutorReport(
        new Machine(Processor.name(), Processor.memoryBytes(), speed),
        path.backend() + ", " + path.convolutions(),
        here,
        outcome.sha256(),
        faults,
        path.warning().stream().toList());
  }

  /** What is of another version here than on the driver. */
  static List<String> differences(Map<String, String> driver, Map<String, String> here) {
    List<String> differences = new ArrayList<>();
    new TreeMap<>(driver)
        .forEach(
            (name, version) -> {
              String found = here.getOrDefault(name, "none");
              if (!OF_THE_DEVICE.contains(name)
                  && !significant(name, version).equals(significant(name, found))) {
                differences.add("%s is %s, on the driver %s".formatted(name, found, version));
              }
            });
    return differences;
  }

  private static String significant(String name, String version) {
    return name.equals(JAVA) ? version.replaceFirst("[.+].*", "") : version;
  }

  /** What was thrown, and what it comes from. */
  private static String said(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root instanceof UnfitDeviceException
        ? root.getMessage()
        : OneLine.of(root.getClass().getSimpleName() + ": " + root.getMessage());
  }
}
