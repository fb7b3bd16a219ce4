package org.abn.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.abn.model.layer.HeavyBall;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/**
 * Stochastic gradient descent with heavy-ball momentum, weight decay on every parameter, and a
 * learning rate that drops at given epochs.
 *
 * @param initialRate learning rate of epoch 0, above 0
 * @param factor what the rate is multiplied by at each drop, above 0
 * @param drops epochs, counted from 0, at least 1, from which on the rate is lower; ascending
 * @param momentum in [0, 1)
 * @param weightDecay at least 0
 */
public record Sgd(
    double initialRate, double factor, List<Integer> drops, double momentum, double weightDecay) {

  /**
   * Copies the drops.
   *
   * @throws IllegalArgumentException where a value is outside its range, or drops do not ascend
   */
  public Sgd {
    drops = List.copyOf(drops);
    require(initialRate > 0 && Double.isFinite(initialRate), "rate must be above 0", initialRate);
    require(factor > 0 && Double.isFinite(factor), "factor must be above 0", factor);
    require(momentum >= 0 && momentum < 1, "momentum must be in [0, 1)", momentum);
    require(
        weightDecay >= 0 && Double.isFinite(weightDecay),
        "weight decay must be at least 0",
        weightDecay);
    require(isAscending(drops), "drops must be epochs from 1 on in ascending order", drops);
  }

  private static boolean isAscending(List<Integer> epochs) {
    return IntStream.range(0, epochs.size())
        .allMatch(i -> epochs.get(i) > (i == 0 ? 0 : epochs.get(i - 1)));
  }

  private static void require(boolean isMet, String demand, Object value) {
    if (!isMet) {
      throw new IllegalArgumentException(demand + ", cannot be: " + value);
    }
  }

  /** The same rate in every epoch. */
  public static Sgd constant(double rate, double momentum, double weightDecay) {
    return new Sgd(rate, 1, List.of(), momentum, weightDecay);
  }

  /** Learning rate of an epoch, counted from 0. */
  public double rate(int epoch) {
    return schedule().valueAt(0, epoch);
  }

  HeavyBall updater() {
    return new HeavyBall(schedule(), momentum);
  }

  private ISchedule schedule() {
    Map<Integer, Double> rates = new HashMap<>(Map.of(0, initialRate));
    double rate = initialRate;
    for (int epoch : drops) {
      rate *= factor;
      rates.put(epoch, rate);
    }
    return new MapSchedule(ScheduleType.EPOCH, rates);
  }
}
