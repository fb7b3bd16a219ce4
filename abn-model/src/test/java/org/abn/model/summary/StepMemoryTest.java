package org.abn.model.summary;

import static org.assertj.core.api.Assertions.assertThat;

import org.abn.model.InputShape;
import org.abn.model.Network;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepMemoryTest {
  private static final double GIB = 1L << 30;

  /**
   * The peaks that {@code bench --threads 1 --steps 3} printed on an x86-64 with AVX-512, while a
   * step kept every activation.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          resnet20                | 128 |  32 |   10 | 0.50
          abn-resnet20            | 128 |  32 |   10 | 0.79
          abn-resnet20            |  16 |  32 |   10 | 0.37
          abn-resnet110           |  32 |  32 |   10 | 2.18
          abn-densenet-100-12     |  16 |  32 |   10 | 1.24
          abn-wrn-28-4            |  16 |  32 |   10 | 0.81
          abn-wrn-28-4            |  64 |  32 |   10 | 1.83
          abn-resnext-29-8x4      |  16 |  32 |   10 | 3.64
          abn-multitask-resnet18  |   8 |  64 |    4 | 0.84
          abn-multitask-resnet18  |  32 |  64 |    4 | 0.89
          abn-multitask-resnet18  |   4 | 128 |   12 | 0.84
          abn-imagenet-resnet50   |   4 | 224 | 1000 | 1.97
          abn-imagenet-resnet50   |   1 | 224 | 1000 | 1.56
          abn-seresnet50          |   4 | 224 | 1000 | 2.02
          abn-multitask-resnet18  |  16 | 128 |   12 | 1.14
          abn-resnet56            | 128 |  32 |  100 | 4.09
          abn-seresnet152         |   2 | 224 | 1000 | 2.74
          densenet-100-12         |  64 |  32 |  100 | 3.01
          vgg16-bn                |   4 | 224 | 1000 | 3.60
          """)
  void isAtLeastWhatWasMeasuredAndAtMostHalfMore(
      String name, int batch, int size, int classes, double peak) {
    var network = NetworkSummary.of(Network.named(name), new InputShape(size, size, 3), classes);
    double reckoned = StepMemory.of(network, batch).bytes() / GIB;
    assertThat(reckoned / peak).isBetween(1.0, 1.5);
  }
}
