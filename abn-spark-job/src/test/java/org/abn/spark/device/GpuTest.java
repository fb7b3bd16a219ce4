package org.abn.spark.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GpuTest {
  private static final String A100 = "0, NVIDIA A100-SXM4-40GB, 510.47.03, 8.0";

  @ParameterizedTest
  @ValueSource(strings = {"3.7", "5.3", "6.2", "7.0", "7.2", "7.5", "8.0", "8.6", "8.7", "8.9"})
  void runsWhatHasCodeOfItsMajorVersionAndNoLaterMinorOne(String capability) {
    assertThat(Gpu.runs(capability)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.0", "3.5", "9.0", "10.0", "12.0"})
  void doesNotRunWhatIsOlderOrOfAnotherMajorVersion(String capability) {
    assertThat(Gpu.runs(capability)).isFalse();
  }

  @Test
  void hasNoObstacleWhereDriverAndCapabilityServe() {
    assertThat(Gpu.of(A100).obstacle()).isEmpty();
    assertThat(Gpu.of("1, Tesla V100, 450.80.02").obstacle()).isEmpty();
  }

  @Test
  void namesACapabilityThatIsBeyondTheBinaries() {
    assertThat(Gpu.of("3, NVIDIA H100 80GB HBM3, 535.104.05, 9.0").obstacle())
        .contains(
            "GPU 3, NVIDIA H100 80GB HBM3, has compute capability 9.0, the kernels are for"
                + " 3.7, 5.0, 5.2, 6.0, 6.1, 7.0, 7.5, 8.0, 8.6");
  }

  @Test
  void namesADriverThatIsTooOld() {
    assertThat(Gpu.of("0, Tesla K80, 418.226.00, 3.7").obstacle())
        .contains("GPU 0, Tesla K80, has driver 418.226.00, CUDA 11.6 needs 450.80.02 or later");
  }

  @Test
  void isParsedLineByLine() {
    NvidiaSmi answer = NvidiaSmi.parsed(A100 + "\n1, NVIDIA A100-SXM4-40GB, 510.47.03, 8.0\n");
    assertThat(answer.gpus()).extracting(Gpu::index).isEqualTo(List.of("0", "1"));
    assertThat(NvidiaSmi.parsed("\n").complaint()).isEqualTo("nvidia-smi lists no GPU");
  }
}
