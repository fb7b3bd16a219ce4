package org.abn.model.layer;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.rng.distribution.Distribution;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One array of a layer: its name in the layer, its shape, how it starts and whether the optimiser
 * moves it.
 *
 * @param name key in the layer's parameter table; without an underscore, at which DL4J splits names
 * @param shape row-major shape
 * @param initialisation what a new network starts from
 * @param trained false for running statistics, which are replaced and not descended
 */
record Parameter(String name, long[] shape, Initialisation initialisation, boolean trained) {

  /** Fills a new array. */
  @FunctionalInterface
  interface Initialisation {
    void fill(INDArray array);

    /** Every element the same. */
    static Initialisation constant(double value) {
      return array -> array.assign(value);
    }

    /**
     * Kaiming's normal distribution for layers before a ReLU (He et al. 2015, Eq. 10 and 14).
     *
     * @param fan values that go into an output, or outputs that a value goes into
     */
    static Initialisation kaiming(long fan) {
      return normal(Math.sqrt(2.0 / fan));
    }

    /** A normal distribution about zero. */
    static Initialisation normal(double deviation) {
      return array -> array.assign(Nd4j.randn(array.dataType(), array.shape()).muli(deviation));
    }

    /** Uniform in {@code [-bound, bound]}. */
    static Initialisation uniform(double bound) {
      return array -> {
        Distribution distribution = Nd4j.getDistributions().createUniform(-bound, bound);
        array.assign(distribution.sample(array.shape()));
      };
    }
  }

  static Parameter trained(String name, Initialisation initialisation, long... shape) {
    return new Parameter(name, shape, initialisation, true);
  }

  static Parameter statistic(String name, double start, long... shape) {
    return new Parameter(name, shape, Initialisation.constant(start), false);
  }

  /** The same parameter of a layer of this name, in a layer that holds others. */
  Parameter within(String layer) {
    return new Parameter(layer + "." + name, shape, initialisation, trained);
  }

  long length() {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }
}
