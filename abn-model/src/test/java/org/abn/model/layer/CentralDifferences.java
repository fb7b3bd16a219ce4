package org.abn.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleSupplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The derivatives of a function by trial, in DOUBLE. */
final class CentralDifferences {

  private static final double STEP = 1e-5;

  private CentralDifferences() {}

  /**
   * Asserts that a gradient is that of a function.
   *
   * @param values what the function reads; moved, and put back
   * @param gradient one number for each value, in row-major order
   * @param every so many values, one is tried
   */
  static void assertEqual(
      String what, DoubleSupplier function, INDArray values, INDArray gradient, long every) {
    INDArray flat = values.reshape(values.length());
    INDArray flatGradient = gradient.dup('c').reshape(values.length());
    for (long i = 0; i < values.length(); i += every) {
      double numeric = at(function, flat, i);
      assertThat(flatGradient.getDouble(i))
          .as("gradient %d of %s", i, what)
          .isCloseTo(numeric, within(1e-8 + 1e-5 * Math.abs(numeric)));
    }
  }

  private static double at(DoubleSupplier function, INDArray values, long i) {
    double value = values.getDouble(i);
    values.putScalar(i, value + STEP);
    double above = function.getAsDouble();
    values.putScalar(i, value - STEP);
    double below = function.getAsDouble();
    values.putScalar(i, value);
    return (above - below) / (2 * STEP);
  }
}
