package org.abn.spark.device;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.abn.model.kernel.Kernels;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What layers compute on in this process. A package for GPUs has the processor's backend too, so
 * that a driver without one can build networks; whoever is about to train asks here first, so that
 * nothing trains on a processor in silence.
 */
public final class ComputeDevice {
  private static final AtomicBoolean SOUND = new AtomicBoolean();
  private static final String BY_PROCESSOR =
      "; with ABN_KERNELS=onednn the processor computes all the same";

  private ComputeDevice() {}

  /**
   * Has the calling thread compute on the GPU that its task has, or else on whatever there is.
   *
   * @throws UnfitDeviceException where a GPU was asked for, by Spark's settings or by the package,
   *     and none serves; not where {@code abn.kernels} chooses what computes
   */
  public static void choose() {
    Optional<TaskGpu> gpu = TaskGpu.here();
    if (!SOUND.get()) {
      if (!isChosenByName()) {
        require(gpu);
      }
      SOUND.set(true);
    }
    gpu.ifPresent(TaskGpu::choose);
  }

  /** The device of the calling thread, by CUDA's number; 0 on a processor. */
  public static int current() {
    return Nd4j.getAffinityManager().getDeviceForCurrentThread();
  }

  /** What a run promises that is made again: its bits, but for GPUs. */
  public static String promise() {
    return ProcessorBackend.isForGpus() && !isChosenByName()
        ? "to rounding: cuDNN picks algorithms by timing them"
        : "to the bit on one kind of processor";
  }

  private static boolean isChosenByName() {
    try {
      return !System.getProperty(Kernels.PROPERTY, "").isEmpty() && Kernels.here() != null;
    } catch (IllegalArgumentException e) {
      throw new UnfitDeviceException(e.getMessage());
    }
  }

  private static void require(Optional<TaskGpu> gpu) {
    if (ProcessorBackend.isForGpus()) {
      refuseUnfit(gpu);
    } else if (gpu.isPresent()) {
      throw new UnfitDeviceException(
          "Spark gives the task GPU %s of %s, but the package is for processors; package with -Pcuda"
                  .formatted(gpu.get().address(), Hosts.local())
              + BY_PROCESSOR);
    }
  }

  /** In the words of NVIDIA's driver where it has some: CUDA knows no names. */
  private static void refuseUnfit(Optional<TaskGpu> gpu) {
    NvidiaSmi smi = NvidiaSmi.ask();
    List<Gpu> ours =
        smi.gpus().stream()
            .filter(known -> gpu.isEmpty() || gpu.get().address().equals(known.index()))
            .toList();
    List<String> obstacles = ours.stream().map(Gpu::obstacle).flatMap(Optional::stream).toList();
    if (!obstacles.isEmpty() && obstacles.size() == ours.size()) {
      throw unfit(String.join("; ", obstacles));
    }
    CudaRuntime.obstacle()
        .map(reason -> smi.complaint().isEmpty() ? reason : smi.complaint() + " (" + reason + ")")
        .ifPresent(
            reason -> {
              throw unfit(reason);
            });
  }

  private static UnfitDeviceException unfit(String reason) {
    return new UnfitDeviceException(
        "no GPU serves on %s: %s%s".formatted(Hosts.local(), reason, BY_PROCESSOR));
  }
}
