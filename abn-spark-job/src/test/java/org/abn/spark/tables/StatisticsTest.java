package org.abn.spark.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Against what SciPy 1.17's stats gives for the same figures. */
class StatisticsTest {

  private static final Map<Long, Double> OURS = Map.of(1L, 30.1, 2L, 30.5, 3L, 29.9);
  private static final Map<Long, Double> BASELINE = Map.of(1L, 31.2, 2L, 31.0, 3L, 31.6);

  @Test
  void areMeanDeviationAndStudentsInterval() {
    Statistics statistics = Statistics.of(List.of(30.1, 30.5, 29.9, 30.7));
    assertThat(statistics.seeds()).isEqualTo(4);
    assertThat(statistics.mean()).isCloseTo(30.3, within(1e-12));
    assertThat(statistics.deviation()).isCloseTo(0.3651483716701107, within(1e-12));
    assertThat(statistics.interval()).isCloseTo(0.581032543150953, within(1e-9));
  }

  @Test
  void haveNeitherDeviationNorIntervalOfOneSeed() {
    Statistics statistics = Statistics.of(List.of(30.1));
    assertThat(statistics.deviation()).isNull();
    assertThat(statistics.interval()).isNull();
  }

  @Test
  void pairSeedsThatBothHave() {
    Difference difference = Difference.of(OURS, BASELINE).orElseThrow();
    assertThat(difference.value()).isCloseTo(-1.1, within(1e-12));
    assertThat(difference.pValue()).isCloseTo(0.08649972160886066, within(1e-9));
    assertThat(difference.test()).isEqualTo("paired t-test");
    assertThat(difference.seeds()).isEqualTo(3);
  }

  @Test
  void leaveOutOfThePairsWhatOneOfThemHasNot() {
    Map<Long, Double> more = Map.of(1L, 30.1, 2L, 30.5, 3L, 29.9, 4L, 80.0);
    assertThat(Difference.of(more, BASELINE)).isEqualTo(Difference.of(OURS, BASELINE));
  }

  @Test
  void areComparedByWelchsTestWithoutCommonSeeds() {
    Map<Long, Double> others = Map.of(11L, 31.2, 12L, 31.0, 13L, 31.6);
    Difference difference = Difference.of(OURS, others).orElseThrow();
    assertThat(difference.pValue()).isCloseTo(0.011602325126505842, within(1e-9));
    assertThat(difference.test()).isEqualTo("Welch's t-test");
    assertThat(difference.seeds()).isZero();
  }

  @Test
  void haveNoPValueOfTooFewSeeds() {
    Difference one = Difference.of(Map.of(1L, 30.0), Map.of(1L, 31.5, 2L, 90.0)).orElseThrow();
    assertThat(one).isEqualTo(new Difference(-1.5, 1, null, null));
    assertThat(Difference.of(Map.of(), BASELINE)).isEmpty();
    assertThat(Difference.of(OURS, Map.of())).isEmpty();
  }

  @Test
  void haveNoPValueWhereEveryDifferenceIsTheSame() {
    Map<Long, Double> shifted = Map.of(1L, 31.0, 2L, 32.0);
    Difference same = Difference.of(Map.of(1L, 30.0, 2L, 31.0), shifted).orElseThrow();
    assertThat(same.value()).isEqualTo(-1);
    assertThat(same.pValue()).isIn(null, 0.0);
  }
}
