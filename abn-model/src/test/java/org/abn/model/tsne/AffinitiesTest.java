package org.abn.model.tsne;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AffinitiesTest {

  /** scikit-learn ends its search at 1e-5 of the entropy and keeps FLOAT. Found: 3e-8. */
  @Test
  void areScikitLearns() {
    JsonNode found = Reference.found();
    JsonNode due = found.required("few_affinities"); // above the diagonal, row by row
    double[][] distances = Features.of(Reference.fewDigits()).squaredDistances();
    double[][] affinities =
        Affinities.of(distances, found.required("few_perplexity").doubleValue());
    int next = 0;
    for (int i = 0; i < affinities.length; i++) {
      for (int j = i + 1; j < affinities.length; j++) {
        assertThat(affinities[i][j]).isCloseTo(due.get(next++).doubleValue(), within(1e-7));
      }
    }
    assertThat(next).isEqualTo(due.size());
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-200, 1, 1e200})
  void areSymmetricAndSumToOneInAnyUnit(double unit) {
    double[][] affinities = Affinities.of(line(20, unit), 4);
    for (int i = 0; i < affinities.length; i++) {
      assertThat(affinities[i][i]).isZero();
      for (int j = 0; j < i; j++) {
        assertThat(affinities[i][j]).isPositive().isEqualTo(affinities[j][i]);
      }
    }
    double sum = Arrays.stream(affinities).flatMapToDouble(Arrays::stream).sum();
    assertThat(sum).isCloseTo(1, within(1e-12));
  }

  @Test
  void haveThePerplexityAskedFor() {
    double[] row = line(20, 1)[3];
    Neighbourhood.of(3, row, 4);
    double entropy = -Arrays.stream(row).filter(p -> p > 0).map(p -> p * Math.log(p)).sum();
    assertThat(Math.exp(entropy)).isCloseTo(4, within(1e-8));
  }

  @Test
  void moreDuplicatesThanThePerplexityShareAllProbability() {
    double[] row = {0, 0, 0, 0, 0, 0, 9, 16};
    Neighbourhood.of(0, row, 3);
    assertThat(row).containsExactly(0, 0.2, 0.2, 0.2, 0.2, 0.2, 0, 0);
  }

  /** Squared distances of points on a line, each a unit from the next. */
  private static double[][] line(int count, double unit) {
    double[][] distances = new double[count][count];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < count; j++) {
        distances[i][j] = unit * (i - j) * (i - j);
      }
    }
    return distances;
  }
}
