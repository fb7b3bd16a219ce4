package org.abn.model.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AgreementTest {

  private final Reference reference = Reference.read("agreement.json");
  private final PixelMap one = reference.map("one");
  private final PixelMap other = reference.map("other");

  @Test
  void figuresAreThoseOfTheReference() {
    assertThat(Agreement.intersectionOverUnion(one, other))
        .isCloseTo(reference.number("intersection_over_union"), within(1e-5));
    assertThat(Agreement.rankCorrelation(one, other))
        .isCloseTo(reference.number("rank_correlation"), within(1e-5));
    assertThat(Agreement.magnitudeRankCorrelation(one, other))
        .isCloseTo(reference.number("magnitude_rank_correlation"), within(1e-5));
  }

  @Test
  void aMapAgreesWithItselfWhateverItsScale() {
    float[] larger = one.values().clone();
    for (int i = 0; i < larger.length; i++) {
      larger[i] = 4 * larger[i];
    }
    PixelMap scaled = new PixelMap(one.height(), one.width(), larger);
    assertThat(Agreement.intersectionOverUnion(one, scaled)).isEqualTo(1);
    assertThat(Agreement.rankCorrelation(one, scaled)).isCloseTo(1, within(1e-12));
  }

  @Test
  void aMapThatIsTheSameEverywhereAgreesWithNothing() {
    PixelMap constant = new PixelMap(24, 18, new float[24 * 18]);
    assertThat(Agreement.intersectionOverUnion(one, constant)).isNaN();
    assertThat(Agreement.rankCorrelation(constant, one)).isNaN();
    assertThat(Agreement.magnitudeRankCorrelation(constant, constant)).isNaN();
  }

  @Test
  void refusesMapsOfTwoSizes() {
    assertThatThrownBy(() -> Agreement.rankCorrelation(one, new PixelMap(1, 2, new float[2])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maps to compare must be of one size, cannot be: 24 x 18 and 1 x 2");
  }
}
