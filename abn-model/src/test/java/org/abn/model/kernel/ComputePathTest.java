package org.abn.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComputePathTest {

  @Test
  void namesOneDnnOnThisProcessor() {
    assumeTrue(Kernels.here() == Kernels.ONEDNN);
    assertThat(ComputePath.here().line(2))
        .matches(
            "CpuBackend, kernels onednn, convolutions by oneDNN \\d+\\.\\d+\\.\\d+, threads 2");
  }

  @Test
  void namesTheLayoutWhereNd4jComputes() {
    assumeTrue(Kernels.here() == Kernels.ND4J_NCHW);
    ComputePath path = ComputePath.here();
    assertThat(path.line(2))
        .isEqualTo(
            "CpuBackend, kernels nd4j-nchw, convolutions by ND4J's conv2d on channel-first maps,"
                + " threads 2");
    assertThat(path.warning())
        .contains("oneDNN itself does not serve, because abn.kernels is nd4j-nchw");
  }

  @Test
  void saysNothingOfAFastPath() {
    assumeTrue(Kernels.here() == Kernels.ONEDNN);
    assertThat(ComputePath.here().warning()).isEqualTo(Optional.empty());
  }
}
