package org.abn.spark.device;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The GPU that Spark has given a task, by the address that a discovery script told Spark.
 *
 * <p>ND4J deals devices out to threads by turn, and Spark binds nothing: the thread that trains is
 * set to the task's own device, and what works for it takes its device from that thread.
 *
 * @param address the index that {@code nvidia-smi} gives it
 */
record TaskGpu(String address) {
  private static final String RESOURCE = "gpu";
  private static final String VISIBLE = "CUDA_VISIBLE_DEVICES";

  /** That of the calling task; empty where it has none, or there is no task. */
  static Optional<TaskGpu> here() {
    return Optional.ofNullable(TaskContext.get())
        .map(task -> of(task.resourcesJMap()))
        .orElseGet(Optional::empty);
  }

  private static Optional<TaskGpu> of(Map<String, ResourceInformation> resources) {
    return Optional.ofNullable(resources.get(RESOURCE))
        .flatMap(gpus -> Arrays.stream(gpus.addresses()).findFirst())
        .map(TaskGpu::new);
  }

  /** Has the calling thread compute on it, until it is told otherwise. */
  void choose() {
    int devices = Nd4j.getAffinityManager().getNumberOfDevices();
    Nd4j.getAffinityManager().unsafeSetDevice(device(devices, System.getenv(VISIBLE)));
  }

  /**
   * CUDA's number for it in a process that may see but some GPUs.
   *
   * @param devices how many the process sees
   * @param visible the process's CUDA_VISIBLE_DEVICES; null where it is not set
   */
  int device(int devices, String visible) {
    if (devices == 1) {
      return 0; // as on YARN and Kubernetes, where a container has its own alone
    }
    if (visible != null && !visible.isBlank()) {
      int place = Arrays.asList(visible.strip().split("\\s*,\\s*")).indexOf(address);
      return within(place, devices, VISIBLE + "=" + visible);
    }
    int index = address.matches("\\d{1,4}") ? Integer.parseInt(address) : -1;
    return within(index, devices, "no " + VISIBLE);
  }

  private int within(int device, int devices, String setting) {
    if (device < 0 || device >= devices) {
      throw new UnfitDeviceException(
          String.format(
              Locale.ROOT,
              "Spark gives the task GPU %s, but the process sees %d GPUs with %s; the discovery"
                  + " script must print indices as conf/cluster/discover-gpus.sh does",
              address,
              devices,
              setting));
    }
    return device;
  }
}
