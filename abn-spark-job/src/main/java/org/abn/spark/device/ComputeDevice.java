package org.abn.spark.device;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicBoolean;
import org.abn.data.OneLine;
import org.abn.model.kernel.Kernels;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.factory.Nd4jBackend;

/**
 * What layers compute on in this process. A package for GPUs has the processor's backend too, so
 * that a driver without one can build networks; ND4J falls back on it wherever a GPU does not
 * serve. Whoever is about to train asks here first, so that nothing does so in silence.
 */
public final class ComputeDevice {
  private static final AtomicBoolean SOUND = new AtomicBoolean();
  private static final String BACKEND = "JCublasBackend";
  private static final String BY_PROCESSOR =
      "; -D" + Kernels.PROPERTY + "=onednn computes on the processor all the same";

  private ComputeDevice() {}

  /**
   * Has the calling thread compute on the GPU that its task has, or else on whatever there is.
   *
   * @throws UnfitDeviceException where a GPU was asked for, by Spark's settings or by the package,
   *     and none serves; not where {@code abn.kernels} chooses what computes
   */
  public static void choose() {
    Optional<TaskGpu> gpu = TaskGpu.here();
    if (!SOUND.get() && !isChosenByName()) {
      require(gpu);
      SOUND.set(true);
    }
    gpu.ifPresent(TaskGpu::choose);
  }

  /** The device of the calling thread, by CUDA's number; 0 on a processor. */
  public static int current() {
    return Nd4j.getAffinityManager().getDeviceForCurrentThread();
  }

  private static boolean isChosenByName() {
    String label = System.getProperty(Kernels.PROPERTY, "");
    if (label.isEmpty()) {
      return false;
    }
    try {
      return Kernels.here() != null;
    } catch (IllegalArgumentException e) {
      throw new UnfitDeviceException(e.getMessage());
    }
  }

  private static void require(Optional<TaskGpu> gpu) {
    Optional<Nd4jBackend> packaged = packaged();
    if (packaged.isPresent()) {
      refuseUnfit(gpu, packaged.get());
    } else if (gpu.isPresent()) {
      throw new UnfitDeviceException(
          "Spark gives the task GPU %s, but the package is for processors; package with -Pcuda"
                  .formatted(gpu.get().address())
              + BY_PROCESSOR);
    }
  }

  /** ND4J's backend for GPUs, where it is packaged and not set back behind the processor's. */
  private static Optional<Nd4jBackend> packaged() {
    return ServiceLoader.load(Nd4jBackend.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(backend -> backend.getClass().getSimpleName().equals(BACKEND))
        .filter(backend -> backend.getPriority() > Nd4jBackend.BACKEND_PRIORITY_CPU)
        .findFirst();
  }

  /** By what the driver says first: CUDA may end the process on a GPU that it is not built for. */
  private static void refuseUnfit(Optional<TaskGpu> gpu, Nd4jBackend backend) {
    NvidiaSmi smi = NvidiaSmi.ask();
    List<Gpu> ours =
        smi.gpus().stream()
            .filter(known -> gpu.isEmpty() || gpu.get().address().equals(known.index()))
            .toList();
    List<String> obstacles = ours.stream().map(Gpu::obstacle).flatMap(Optional::stream).toList();
    if (!obstacles.isEmpty() && obstacles.size() == ours.size()) {
      throw unfit(String.join("; ", obstacles));
    }
    unavailable(backend).ifPresent(reason -> refuse(smi, reason));
    if (Nd4j.getExecutioner().type() == ExecutionerType.NATIVE_CPU) {
      throw unfit("ND4J has loaded the processor's backend although a GPU serves");
    }
  }

  private static void refuse(NvidiaSmi smi, String reason) {
    throw unfit(smi.complaint().isEmpty() ? reason : smi.complaint() + " (" + reason + ")");
  }

  private static Optional<String> unavailable(Nd4jBackend backend) {
    try {
      return backend.isAvailable() ? Optional.empty() : Optional.of("no CUDA device was found");
    } catch (Exception e) { // which carries what loading has thrown
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      return Optional.of(OneLine.of(String.valueOf(root.getMessage())));
    }
  }

  private static UnfitDeviceException unfit(String reason) {
    return new UnfitDeviceException(
        "no GPU serves on %s: %s%s".formatted(Hosts.local(), reason, BY_PROCESSOR));
  }
}
