package org.abn.model.kernel;

import java.util.Locale;
import java.util.Optional;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * What computes here, for one line in the log of each JVM, for provenance and for {@code bench}.
 *
 * @param backend ND4J's backend
 * @param kernels what layers compute by, as {@link Kernels#label} says it
 * @param convolutions what FLOAT convolutions run on
 * @param warning why that is a slow one, and what to do; empty where it is not
 */
public record ComputePath(
    String backend, String kernels, String convolutions, Optional<String> warning) {

  /** This JVM's. */
  public static ComputePath here() {
    if (Nd4j.getExecutioner().type() != ExecutionerType.NATIVE_CPU) {
      return by(conv2d() + ", which asks cuDNN", Optional.empty());
    }
    return OneDnn.obstacleHere()
        .map(obstacle -> by(conv2d(), Optional.of("oneDNN itself does not serve, " + obstacle)))
        .orElseGet(() -> by(OneDnn.version(), slowBackend()));
  }

  private static ComputePath by(String convolutions, Optional<String> warning) {
    String backend = Nd4j.getBackend().getClass().getSimpleName();
    return new ComputePath(backend, Kernels.here().label(), convolutions, warning);
  }

  private static String conv2d() {
    return "ND4J's conv2d on %s maps".formatted(Kernels.here().maps());
  }

  /** What ND4J calls AVX2, in its numbers for processors and for its own builds. */
  private static final int AVX2 = 2;

  /** ND4J ships builds by processor; JavaCPP takes the plain one where the better is not there. */
  private static Optional<String> slowBackend() {
    NativeOps natives = NativeOpsHolder.getInstance().getDeviceNativeOps();
    if (natives.binaryLevel() >= Math.min(AVX2, natives.optimalLevel())) {
      return Optional.empty();
    }
    return Optional.of(
        "nd4j-native is its build for any processor: put the one for avx2 on the class path");
  }

  /** {@code CpuBackend, kernels onednn, convolutions by oneDNN 2.5.2, threads 2}. */
  public String line(int threads) {
    return String.format(
        Locale.ROOT,
        "%s, kernels %s, convolutions by %s, threads %d",
        backend,
        kernels,
        convolutions,
        threads);
  }
}
