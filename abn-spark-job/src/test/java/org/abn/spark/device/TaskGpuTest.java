package org.abn.spark.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskGpuTest {

  @ParameterizedTest(name = "{0} of {1}, of which {2} are visible, is {3}")
  @CsvSource({
    "0, 4, , 0",
    "3, 4, , 3",
    "3, 1, , 0",
    "3, 1, 3, 0",
    "3, 2, '1,3', 1",
    "1, 2, '3, 1', 1",
    "GPU-8932f937, 2, 'GPU-1c2a, GPU-8932f937', 1"
  })
  void isCudasNumberOfTheAddress(String address, int devices, String visible, int due) {
    assertThat(new TaskGpu(address).device(devices, visible)).isEqualTo(due);
  }

  @Test
  void isRefusedWhereTheProcessDoesNotSeeIt() {
    assertThatThrownBy(() -> new TaskGpu("4").device(2, null))
        .isInstanceOf(UnfitDeviceException.class)
        .hasMessage(
            "Spark gives the task GPU 4, but the process sees 2 GPUs with no CUDA_VISIBLE_DEVICES;"
                + " the discovery script must print indices as conf/cluster/discover-gpus.sh does");
    assertThatThrownBy(() -> new TaskGpu("2").device(2, "0,1"))
        .isInstanceOf(UnfitDeviceException.class)
        .hasMessageContaining("with CUDA_VISIBLE_DEVICES=0,1;");
  }
}
