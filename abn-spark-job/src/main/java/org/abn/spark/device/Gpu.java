package org.abn.spark.device;

import java.util.List;
import java.util.Optional;

/**
 * A GPU as {@code nvidia-smi} knows it.
 *
 * @param index in this machine, from 0
 * @param name such as {@code NVIDIA A100-SXM4-40GB}
 * @param driver version of NVIDIA's driver, such as {@code 510.47.03}
 * @param capability compute capability, such as {@code 8.0}; empty where the driver does not tell
 */
record Gpu(String index, String name, String driver, String capability) {

  /** What the binaries of nd4j-cuda-11.6 hold machine code for; they hold no PTX. */
  private static final List<String> CAPABILITIES =
      List.of("3.7", "5.0", "5.2", "6.0", "6.1", "7.0", "7.5", "8.0", "8.6");

  /** The oldest driver that runs programs of any CUDA 11 (NVIDIA, CUDA Compatibility). */
  private static final String OLDEST_DRIVER = "450.80.02";

  /** A line of {@code nvidia-smi --query-gpu=index,name,driver_version[,compute_cap]}. */
  static Gpu of(String line) {
    String[] fields = line.split("\\s*,\\s*");
    String capability = fields.length > 3 ? fields[3] : "";
    return new Gpu(field(fields, 0), field(fields, 1), field(fields, 2), capability);
  }

  private static String field(String[] fields, int index) {
    return index < fields.length ? fields[index].strip() : "";
  }

  /** Why ND4J cannot compute on it; empty where nothing is known against it. */
  Optional<String> obstacle() {
    if (isBefore(driver, OLDEST_DRIVER)) {
      return Optional.of(
          "%s has driver %s, CUDA 11.6 needs %s or later".formatted(this, driver, OLDEST_DRIVER));
    }
    return capability.isEmpty() || runs(capability)
        ? Optional.empty()
        : Optional.of(this + " has " + beyond(capability));
  }

  /** What is wrong with a capability that does not {@link #runs run}. */
  static String beyond(String capability) {
    return "compute capability %s, the kernels are for %s"
        .formatted(capability, String.join(", ", CAPABILITIES));
  }

  /** Machine code runs on its own capability and on later ones of the same major version. */
  static boolean runs(String capability) {
    String major = capability.replaceFirst("\\..*", ".");
    return CAPABILITIES.stream()
        .anyMatch(built -> built.startsWith(major) && !isBefore(capability, built));
  }

  private static boolean isBefore(String version, String other) {
    String[] a = version.split("\\.");
    String[] b = other.split("\\.");
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      if (!a[i].matches("\\d+") || !b[i].matches("\\d+")) {
        return false;
      }
      int order = Integer.compare(Integer.parseInt(a[i]), Integer.parseInt(b[i]));
      if (order != 0) {
        return order < 0;
      }
    }
    return false;
  }

  /** {@code GPU 0, NVIDIA A100-SXM4-40GB,}. */
  @Override
  public String toString() {
    return "GPU %s, %s,".formatted(index, name);
  }
}
