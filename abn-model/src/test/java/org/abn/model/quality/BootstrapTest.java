package org.abn.model.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BootstrapTest {

  @Test
  void holdsTheTrueMeanInAbout95Of100Cases() {
    Random random = new Random(1);
    int covered = 0;
    int cases = 400;
    for (int i = 0; i < cases; i++) {
      double[] values = random.doubles(60).toArray();
      Interval interval = new Bootstrap(i).ofMean(values);
      covered += interval.low() <= 0.5 && 0.5 <= interval.high() ? 1 : 0;
    }
    assertThat((double) covered / cases).isBetween(0.91, 0.98);
  }

  @Test
  void isAsWideAsTheNormalInterval() {
    double[] values = new Random(2).doubles(500).toArray();
    Interval interval = new Bootstrap(1).ofMean(values);
    double mean = Bootstrap.mean(values);
    double half = 1.96 * Math.sqrt(1 / 12.0 / 500);
    assertThat(interval.low()).isCloseTo(mean - half, within(0.1 * half));
    assertThat(interval.high()).isCloseTo(mean + half, within(0.1 * half));
  }

  @Test
  void aMeanOverClassesGivesEachClassTheSameWeight() {
    double[] values = {1, 1, 1, 0};
    int[] classes = {7, 7, 7, 2};
    assertThat(Bootstrap.classMean(values, classes)).isEqualTo(0.5);
    // 1 where all drawn images are of one class, 0 where of the other: 32 % and 0.4 % of drawings.
    assertThat(new Bootstrap(1).ofClassMean(values, classes)).isEqualTo(new Interval(0.5, 1));
  }

  @Test
  void classesOfOneSizeAndMeanHaveTheIntervalOfTheMean() {
    double[] values = new Random(3).doubles(400).toArray();
    int[] classes = new int[values.length];
    Arrays.setAll(classes, i -> i % 2);
    Interval plain = new Bootstrap(4).ofMean(values);
    Interval byClass = new Bootstrap(4).ofClassMean(values, classes);
    assertThat(byClass.low()).isCloseTo(plain.low(), within(0.004));
    assertThat(byClass.high()).isCloseTo(plain.high(), within(0.004));
  }

  @Test
  void theSeedDecides() {
    double[] values = new Random(5).doubles(50).toArray();
    assertThat(new Bootstrap(1).ofMean(values)).isEqualTo(new Bootstrap(1).ofMean(values));
    assertThat(new Bootstrap(1).ofMean(values)).isNotEqualTo(new Bootstrap(2).ofMean(values));
  }

  @Test
  void oneImageHasAnIntervalOfNoWidth() {
    assertThat(new Bootstrap(1).ofMean(new double[] {0.25})).isEqualTo(new Interval(0.25, 0.25));
  }
}
