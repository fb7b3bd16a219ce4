package org.abn.spark.device;

import java.util.ServiceLoader;
import org.nd4j.linalg.cpu.nativecpu.CpuBackend;
import org.nd4j.linalg.factory.Nd4jBackend;

/**
 * ND4J's backend of the processor for a package that has the GPUs' too. ND4J asks backends in the
 * order of their priority: this one goes before the GPUs' where no GPU serves, and else behind all.
 */
public final class ProcessorBackend extends CpuBackend {
  private static final String OF_GPUS = "JCublasBackend";

  /** For ND4J, which finds it as a service. */
  public ProcessorBackend() {}

  @Override
  public int getPriority() {
    return isForGpus() && CudaRuntime.obstacle().isPresent()
        ? BACKEND_PRIORITY_GPU + 1
        : Math.min(BACKEND_PRIORITY_CPU, BACKEND_PRIORITY_GPU) - 1;
  }

  /** Whether the package has the GPUs' backend, and no setting of ND4J's puts it last. */
  static boolean isForGpus() {
    return BACKEND_PRIORITY_GPU > BACKEND_PRIORITY_CPU
        && ServiceLoader.load(Nd4jBackend.class).stream()
            .anyMatch(backend -> backend.type().getSimpleName().equals(OF_GPUS));
  }
}
