package org.abn.model.tsne;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DivergenceTest {

  private static final int COUNT = 7;

  private final double[] positions = new Random(1).doubles(2 * COUNT, -2, 2).toArray();
  private final double[][] affinities = affinities();

  @Test
  void isTheSumOverAllPairs() {
    double z = 0;
    for (int i = 0; i < COUNT; i++) {
      for (int j = 0; j < COUNT; j++) {
        z += i == j ? 0 : kernel(i, j);
      }
    }
    double due = 0;
    for (int i = 0; i < COUNT; i++) {
      for (int j = 0; j < COUNT; j++) {
        due += i == j ? 0 : affinities[i][j] * Math.log(affinities[i][j] / (kernel(i, j) / z));
      }
    }
    assertThat(new Divergence(affinities).of(positions)).isCloseTo(due, within(1e-14));
  }

  @Test
  void itsGradientIsThatOfFiniteDifferences() {
    Divergence divergence = new Divergence(affinities);
    double[] gradient = divergence.gradient(positions, 1);
    for (int i = 0; i < gradient.length; i++) {
      double step = 1e-5;
      double ahead = divergence.of(moved(i, step));
      double behind = divergence.of(moved(i, -step));
      assertThat(gradient[i]).isCloseTo((ahead - behind) / (2 * step), within(1e-9));
    }
  }

  /** The gradient is linear in the affinities, so that one more of them is one more pull. */
  @Test
  void exaggerationMultipliesTheAffinities() {
    Divergence divergence = new Divergence(affinities);
    double[] once = divergence.gradient(positions, 1);
    double[] none = divergence.gradient(positions, 0);
    double[] twelvefold = divergence.gradient(positions, 12);
    for (int i = 0; i < once.length; i++) {
      double due = none[i] + 12 * (once[i] - none[i]);
      assertThat(twelvefold[i]).isCloseTo(due, within(1e-12));
    }
  }

  private double kernel(int i, int j) {
    double dx = positions[i] - positions[j];
    double dy = positions[COUNT + i] - positions[COUNT + j];
    return 1 / (1 + dx * dx + dy * dy);
  }

  private double[] moved(int coordinate, double step) {
    double[] moved = positions.clone();
    moved[coordinate] += step;
    return moved;
  }

  private static double[][] affinities() {
    Random random = new Random(2);
    double[][] affinities = new double[COUNT][COUNT];
    double sum = 0;
    for (int i = 0; i < COUNT; i++) {
      for (int j = 0; j < i; j++) {
        affinities[i][j] = random.nextDouble();
        sum += 2 * affinities[i][j];
      }
    }
    for (int i = 0; i < COUNT; i++) {
      for (int j = 0; j < i; j++) {
        affinities[i][j] /= sum;
        affinities[j][i] = affinities[i][j];
      }
    }
    return affinities;
  }
}
