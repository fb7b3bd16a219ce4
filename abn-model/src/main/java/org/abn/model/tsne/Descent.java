package org.abn.model.tsne;

import java.util.Arrays;

/**
 * Gradient descent with momentum, and a gain a coordinate that grows while its gradient keeps its
 * sign (Jacobs 1988, as in section 3.4 of van der Maaten and Hinton 2008).
 */
final class Descent {

  private static final double MORE = 0.2; // added to a gain
  private static final double LESS = 0.8; // a factor of a gain
  private static final double LEAST_GAIN = 0.01;

  private final double[] positions;
  private final double rate;
  private final double momentum;
  private final double[] updates;
  private final double[] gains;

  /**
   * @param positions changed by each step
   */
  Descent(double[] positions, double rate, double momentum) {
    this.positions = positions;
    this.rate = rate;
    this.momentum = momentum;
    updates = new double[positions.length];
    gains = new double[positions.length];
    Arrays.fill(gains, 1);
  }

  void step(double[] gradient) {
    for (int i = 0; i < positions.length; i++) {
      boolean onward = updates[i] * gradient[i] < 0; // an update is against the gradient
      gains[i] = Math.max(onward ? gains[i] + MORE : gains[i] * LESS, LEAST_GAIN);
      updates[i] = momentum * updates[i] - rate * gains[i] * gradient[i];
      positions[i] += updates[i];
    }
  }
}
