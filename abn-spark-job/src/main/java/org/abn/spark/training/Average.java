package org.abn.spark.training;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The mean of the workers' states, weighted by the examples that each has seen.
 *
 * <p>Sums in double precision and in the order of the workers, whatever the order in which they
 * come, so that the mean does not depend on which executor was faster. The mean of one worker is
 * its state to the bit: a float times a count below 2^29 is exact in a double.
 */
final class Average {

  private final Map<Integer, WorkerResult> early = new HashMap<>();
  private double[] parameters;
  private double[] momentum;
  private int next;
  private int steps;
  private Scores scores = Scores.NONE;
  private final Set<String> hosts = new TreeSet<>();
  private long peakBytes;

  /** Adds the result of one worker; those that come before their turn wait. */
  synchronized void add(int worker, WorkerResult result) {
    early.put(worker, result);
    while (early.containsKey(next)) {
      accumulate(early.remove(next));
      next++;
    }
  }

  private void accumulate(WorkerResult result) {
    hosts.add(result.host());
    peakBytes = Math.max(peakBytes, result.peakBytes());
    if (result.examples() == 0) {
      return;
    }
    if (parameters == null) {
      parameters = new double[result.state().parameters().length];
      momentum = new double[result.state().momentum().length];
    }
    steps = Math.max(steps, result.steps());
    scores = scores.plus(result.scores());
    addWeighted(parameters, result.state().parameters(), result.examples());
    addWeighted(momentum, result.state().momentum(), result.examples());
  }

  private static void addWeighted(double[] sum, float[] values, long weight) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += (double) values[i] * weight;
    }
  }

  /**
   * The weighted mean.
   *
   * @throws IllegalStateException where a result is missing or no worker saw an example
   */
  synchronized ModelState mean(int workers) {
    if (next != workers || examples() == 0) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "%d of %d workers answered, with %d examples",
              next,
              workers,
              examples()));
    }
    return new ModelState(divided(parameters), divided(momentum));
  }

  /** Mini-batches of the worker that trained on the most. */
  synchronized int steps() {
    return steps;
  }

  /** Scores over all workers. */
  synchronized Scores scores() {
    return scores;
  }

  /** The machines that the workers ran on. */
  synchronized Set<String> hosts() {
    return hosts;
  }

  /** Most physical memory of a worker's process so far; 0 where no system says. */
  synchronized long peakBytes() {
    return peakBytes;
  }

  private long examples() {
    return scores.perception().examples();
  }

  private float[] divided(double[] sum) {
    long examples = examples();
    float[] mean = new float[sum.length];
    for (int i = 0; i < sum.length; i++) {
      mean[i] = (float) (sum[i] / examples);
    }
    return mean;
  }
}
