package org.abn.model.tsne;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StartPositionsTest {

  /** But for the signs, which mean nothing. */
  @Test
  void principalComponentsAreScikitLearns() {
    JsonNode due = Reference.found().required("few_start");
    Features points = Features.of(Reference.fewDigits());
    double[] positions = StartPositions.of(new Start.PrincipalComponents(), points);
    for (int axis = 0; axis < 2; axis++) {
      double sign = positions[axis * due.size()] * due.get(0).get(axis).doubleValue() < 0 ? -1 : 1;
      for (int i = 0; i < due.size(); i++) {
        assertThat(sign * positions[axis * due.size() + i])
            .isCloseTo(due.get(i).get(axis).doubleValue(), within(1e-8));
      }
    }
  }

  @Test
  void aGaussianDeviatesByATenThousandth() {
    Features points = Features.of(Reference.digits());
    double[] positions = StartPositions.of(new Start.Gaussian(3), points);
    double squares = Arrays.stream(positions).map(value -> value * value).sum();
    assertThat(positions).hasSize(800);
    assertThat(Math.sqrt(squares / 800)).isCloseTo(1e-4, within(1e-5));
    assertThat(Math.abs(Arrays.stream(positions).sum() / 800)).isLessThan(1e-5);
  }
}
