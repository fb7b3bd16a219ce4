package org.abn.spark.training;

import java.io.Serializable;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * How far training has come; learning rates go by it.
 *
 * @param epoch from 0
 * @param step mini-batches of one worker since the beginning
 */
public record Clock(int epoch, int step) implements Serializable {

  /** The clock of a network. */
  public static Clock of(ComputationGraph network) {
    ComputationGraphConfiguration configuration = network.getConfiguration();
    return new Clock(configuration.getEpochCount(), configuration.getIterationCount());
  }

  /** Sets a network's clock. */
  public void into(ComputationGraph network) {
    network.getConfiguration().setEpochCount(epoch);
    network.getConfiguration().setIterationCount(step);
  }

  Clock plusSteps(int steps) {
    return new Clock(epoch, step + steps);
  }
}
