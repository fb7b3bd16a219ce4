package org.abn.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComputePathTest {

  @Test
  void namesOneDnnOnThisProcessor() {
    assertThat(ComputePath.here().line(2))
        .matches("CpuBackend, convolutions by oneDNN \\d+\\.\\d+\\.\\d+, threads 2");
  }

  @Test
  void saysNothingOfAFastPath() {
    assertThat(ComputePath.here().warning()).isEqualTo(Optional.empty());
  }
}
