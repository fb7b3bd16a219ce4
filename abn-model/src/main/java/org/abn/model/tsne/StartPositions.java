package org.abn.model.tsne;

import java.util.Random;
import java.util.stream.DoubleStream;
import org.abn.model.tsne.Start.Gaussian;

/** Positions before the first iteration: x of all points and then y. */
final class StartPositions {

  private static final double DEVIATION = 1e-4; // van der Maaten and Hinton 2008, Algorithm 1

  private StartPositions() {}

  static double[] of(Start start, Features points) {
    if (start instanceof Gaussian gaussian) {
      return gaussian(gaussian.seed(), points.count());
    }
    return principal(points);
  }

  private static double[] gaussian(long seed, int count) {
    Random random = new Random(seed);
    return DoubleStream.generate(() -> DEVIATION * random.nextGaussian())
        .limit(2L * count)
        .toArray();
  }

  /** Scaled such that x deviates by as much as if it were by chance, as scikit-learn does. */
  private static double[] principal(Features points) {
    PrincipalComponents components = PrincipalComponents.of(points.scatter());
    double[] x = points.along(components.first());
    double[] y = points.along(components.second());
    double deviation = Math.sqrt(Features.dot(x, x) / points.count()); // their mean is 0
    double scale = deviation == 0 ? 0 : DEVIATION / deviation;
    return DoubleStream.concat(DoubleStream.of(x), DoubleStream.of(y))
        .map(coordinate -> scale * coordinate)
        .toArray();
  }
}
