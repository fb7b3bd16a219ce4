package org.abn.spark.training;

import java.io.Serializable;
import java.util.List;

/**
 * What is to be told of a network's answers; goes to the executors, where the answers stay.
 *
 * @param <T> what is told
 */
@FunctionalInterface
public interface Measure<T extends Measured<T>> extends Serializable {

  /**
   * What is told of a mini-batch.
   *
   * @param ids of the records, in the order of the answers
   */
  T of(List<String> ids, Answers answers);
}
