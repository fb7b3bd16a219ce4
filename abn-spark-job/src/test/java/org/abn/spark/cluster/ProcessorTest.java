package org.abn.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessorTest {
  @Test
  void isItsNameAndItsWidestVectors() {
    assertThat(
            Processor.named(
                List.of("processor\t: 0", "model name\t: AMD EPYC", "flags\t\t: fpu avx avx2")))
        .isEqualTo("AMD EPYC, avx2");
    assertThat(Processor.named(List.of("model name: old", "flags: fpu sse2"))).isEqualTo("old");
  }

  @Test
  void isTheArchitectureWhereLinuxSaysNoMore() {
    assertThat(Processor.named(List.of())).isEqualTo(System.getProperty("os.arch"));
  }
}
