package org.abn.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;

class KernelsTest {

  @ParameterizedTest(name = "{0} on {1}")
  @CsvSource({
    ", NATIVE_CPU, ONEDNN",
    "onednn, NATIVE_CPU, ONEDNN",
    "nd4j, NATIVE_CPU, ND4J",
    "nd4j-nchw, NATIVE_CPU, ND4J_NCHW",
    ", CUDA, ND4J_NCHW",
    "nd4j, CUDA, ND4J",
    "nd4j-nchw, CUDA, ND4J_NCHW",
  })
  void areTheBackendsUnlessThePropertyNamesThem(
      String label, ExecutionerType backend, Kernels due) {
    assertThat(Kernels.of(label, backend)).isEqualTo(due);
  }

  @Test
  void areRefusedByAnUnknownName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Kernels.of("cudnn", ExecutionerType.NATIVE_CPU))
        .withMessage(
            "-Dabn.kernels must be one of onednn, nd4j, nd4j-nchw on a CPU, cannot be: cudnn");
  }

  @Test
  void areNotOneDnnOnAGpu() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Kernels.of("onednn", ExecutionerType.CUDA))
        .withMessage("-Dabn.kernels must be one of nd4j, nd4j-nchw on a GPU, cannot be: onednn");
  }
}
