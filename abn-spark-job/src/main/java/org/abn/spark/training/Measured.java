package org.abn.spark.training;

import java.io.Serializable;

/**
 * What a {@link Measure} makes of some images, as sums that can be added.
 *
 * @param <T> its own type
 */
public interface Measured<T> extends Serializable {

  /** That of these images, and of others behind them. */
  T plus(T other);
}
