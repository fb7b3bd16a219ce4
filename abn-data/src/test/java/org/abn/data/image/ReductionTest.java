package org.abn.data.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.abn.data.augment.ImageSize;
import org.abn.data.record.ImageShape;
import org.abn.data.record.Region;
import org.junit.jupiter.api.Test;

class ReductionTest {
  private static final ImageSize INPUT = new ImageSize(224, 224);

  @Test
  void isTheGreatestThatLeavesEnough() {
    assertThat(halvings(447, 2000)).isZero();
    assertThat(halvings(448, 448)).isEqualTo(1);
    assertThat(halvings(896, 1000)).isEqualTo(2);
    assertThat(halvings(10_000, 9_000)).isEqualTo(3);
  }

  @Test
  void keepsRegionsWithinTheImage() {
    ImageShape image = new ImageShape(3, 101, 203);
    for (int halvings = 0; halvings <= 3; halvings++) {
      Reduction reduction = new Reduction(halvings);
      for (int left = 0; left < 140; left += 7) {
        Region part = reduction.of(new Region(left, left / 2, 203 - left, 101 - left / 2), image);
        assertThat(part.left() + part.width()).isLessThanOrEqualTo(reduction.of(203));
        assertThat(part.top() + part.height()).isLessThanOrEqualTo(reduction.of(101));
      }
    }
    assertThat(new Reduction(2).of(203)).isEqualTo(51); // as libjpeg rounds
  }

  private static int halvings(int width, int height) {
    return Reduction.of(new Region(0, 0, width, height), INPUT).halvings();
  }
}
