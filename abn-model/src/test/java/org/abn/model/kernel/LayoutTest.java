package org.abn.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LayoutTest {

  /** Else the suite for processors without AVX-512 would test those with it a second time. */
  @Tag("onednn")
  @Test
  void hasBlocksOf8ChannelsWhereAvx512IsForbidden() {
    assumeTrue("AVX2".equals(System.getenv("DNNL_MAX_CPU_ISA")));
    assertThat(OneDnn.blockedChannels()).isEqualTo(8);
    assertThat(new Layout(OneDnn.blockedChannels()).arrayShape(2, 5, 6, 40))
        .containsExactly(2, 5, 5, 6, 8);
  }
}
