package org.abn.spark.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.abn.data.OneLine;

/**
 * Whether CUDA serves in this process, asked without ND4J: its backend prints a stack trace where
 * it does not, and a GPU that its binaries have no code for ends a process later. By reflection,
 * since packages for processors are without CUDA's classes.
 */
final class CudaRuntime {
  private static final String RUNTIME = "org.bytedeco.cuda.global.cudart";

  /** ND4J's natives, which need cuBLAS, cuSOLVER and cuDNN. */
  private static final String NATIVES = "org.nd4j.linalg.jcublas.bindings.Nd4jCuda";

  // Numbers of the CUDA Runtime API.
  private static final int SUCCESS = 0;
  private static final int INSUFFICIENT_DRIVER = 35;
  private static final int CAPABILITY_MAJOR = 75;
  private static final int CAPABILITY_MINOR = 76;

  private CudaRuntime() {}

  /** Why no GPU serves; empty where one does. */
  static Optional<String> obstacle() {
    return Found.OBSTACLE;
  }

  private static Optional<String> find() {
    try {
      Class<?> runtime = Class.forName(RUNTIME);
      Optional<String> obstacle = ofDevices(runtime);
      if (obstacle.isEmpty()) {
        Class.forName(NATIVES);
      }
      return obstacle;
    } catch (ReflectiveOperationException | LinkageError e) {
      return Optional.of(OneLine.of(firstCause(e)).replaceFirst("^/\\S*/", ""));
    }
  }

  private static Optional<String> ofDevices(Class<?> runtime) throws ReflectiveOperationException {
    int[] count = new int[1];
    int code = (int) runtime.getMethod("cudaGetDeviceCount", int[].class).invoke(null, count);
    if (code == INSUFFICIENT_DRIVER) {
      return Optional.of("NVIDIA's driver is older than CUDA 11.6 needs");
    }
    if (code != SUCCESS || count[0] == 0) {
      return Optional.of(String.format(Locale.ROOT, "CUDA finds no GPU (error %d)", code));
    }
    List<String> capabilities = new ArrayList<>();
    for (int device = 0; device < count[0]; device++) {
      capabilities.add(
          attribute(runtime, CAPABILITY_MAJOR, device)
              + "."
              + attribute(runtime, CAPABILITY_MINOR, device));
    }
    return capabilities.stream().anyMatch(Gpu::runs)
        ? Optional.empty()
        : Optional.of(Gpu.beyond(String.join(", ", capabilities)));
  }

  private static int attribute(Class<?> runtime, int attribute, int device)
      throws ReflectiveOperationException {
    int[] value = new int[1];
    runtime
        .getMethod("cudaDeviceGetAttribute", int[].class, int.class, int.class)
        .invoke(null, value, attribute, device);
    return value[0];
  }

  private static String firstCause(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }

  /** Asked once: what is loaded stays. */
  private static final class Found {
    static final Optional<String> OBSTACLE = find();
  }
}
