package org.abn.model.layer;

import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * Stochastic gradient descent with heavy-ball momentum (Polyak 1964), as PyTorch's {@code SGD}:
 * {@code v = momentum v + g; w = w - rate v}.
 *
 * <p>DL4J's {@code Nesterovs} is another rule. The gradient {@code g} arrives with the weight decay
 * already added.
 */
public final class HeavyBall implements IUpdater {

  private ISchedule rate;
  private double momentum;

  /** For JSON. */
  HeavyBall() {}

  /**
   * @param rate learning rate by epoch
   * @param momentum share of the old velocity that is kept, in [0, 1)
   * @throws IllegalArgumentException where the momentum is outside its range
   */
  public HeavyBall(ISchedule rate, double momentum) {
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException("momentum must be in [0, 1), cannot be: " + momentum);
    }
    this.rate = Objects.requireNonNull(rate, "rate");
    this.momentum = momentum;
  }

  double momentum() {
    return momentum;
  }

  @Override
  public long stateSize(long parameters) {
    return parameters;
  }

  @Override
  public GradientUpdater<HeavyBall> instantiate(INDArray state, boolean initialize) {
    INDArray velocity = state.reshape(state.length());
    return new Velocity(this, initialize ? velocity.assign(0) : velocity);
  }

  @Override
  public GradientUpdater<HeavyBall> instantiate(Map<String, INDArray> state, boolean initialize) {
    return instantiate(state.get(Velocity.KEY), initialize);
  }

  @Override
  public double getLearningRate(int iteration, int epoch) {
    return rate.valueAt(iteration, epoch);
  }

  @Override
  public boolean hasLearningRate() {
    return true;
  }

  @Override
  public void setLrAndSchedule(double constantRate, ISchedule schedule) {
    rate = Objects.requireNonNull(schedule, "schedule");
  }

  @Override
  public HeavyBall clone() {
    return new HeavyBall(rate.clone(), momentum);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HeavyBall that && rate.equals(that.rate) && momentum == that.momentum;
  }

  @Override
  public int hashCode() {
    return Objects.hash(rate, momentum);
  }

  /** The velocity of a run of parameters, kept in a view of the network's updater state. */
  private static final class Velocity implements GradientUpdater<HeavyBall> {

    static final String KEY = "velocity";

    private final HeavyBall rule;
    private INDArray velocity;

    Velocity(HeavyBall rule, INDArray velocity) {
      this.rule = rule;
      this.velocity = velocity;
    }

    @Override
    public HeavyBall getConfig() {
      return rule;
    }

    @Override
    public Map<String, INDArray> getState() {
      return Map.of(KEY, velocity);
    }

    @Override
    public void setState(Map<String, INDArray> state, boolean initialize) {
      velocity = state.get(KEY);
    }

    @Override
    public void setStateViewArray(
        INDArray view, long[] gradientShape, char gradientOrder, boolean initialize) {
      velocity = initialize ? view.assign(0) : view;
    }

    @Override
    public void applyUpdater(INDArray gradient, int iteration, int epoch) {
      velocity.muli(rule.momentum).addi(gradient);
      gradient.assign(velocity).muli(rule.getLearningRate(iteration, epoch));
    }
  }
}
