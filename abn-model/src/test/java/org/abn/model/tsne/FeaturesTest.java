package org.abn.model.tsne;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class FeaturesTest {

  /** More points than are multiplied at a time; far from the origin, where FLOAT would cancel. */
  @Test
  void measureDistancesFarFromTheOrigin() {
    Nd4j.getRandom().setSeed(11);
    INDArray values = Nd4j.rand(300, 40).addi(100);
    double[][] found = Features.of(values).squaredDistances();
    double[][] points = values.toDoubleMatrix();
    double unit = found[0][1] / Trustworthiness.squared(points[0], points[1]);
    for (int i = 0; i < points.length; i++) {
      for (int j = 0; j < points.length; j++) {
        double due = unit * Trustworthiness.squared(points[i], points[j]);
        assertThat(found[i][j]).isCloseTo(due, within(1e-5 * due));
      }
    }
  }
}
