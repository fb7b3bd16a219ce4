package org.abn.spark.experiment;

/**
 * How many mini-batches every worker trains on between two averages, the averaging period H, by
 * epoch.
 */
public sealed interface AveragingRule {

  /**
   * The period of an epoch, at least 1; an epoch ends with an average whatever it is.
   *
   * @param epoch from 0
   * @param rate the epoch's learning rate
   */
  int period(int epoch, double rate);

  /**
   * The same period in all epochs.
   *
   * @param batches at least 1
   */
  record Fixed(int batches) implements AveragingRule {
    /**
     * Validates.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Fixed {
      InvalidSettingException.unless(batches >= 1, "averaging-frequency", "at least 1", batches);
    }

    @Override
    public int period(int epoch, double rate) {
      return batches;
    }
  }

  /**
   * The quadratic synchronisation rule: H = max(least, floor((alpha / rate)^2)), the longer the
   * lower the rate (Gu, Lyu, Arora and Huang 2024, "A Quadratic Synchronization Rule for
   * Distributed Deep Learning", Eq. 2), and here at most {@code most}.
   *
   * @param least the period while the rate is high, at least 1
   * @param alpha the growth coefficient, in units of the learning rate, greater than 0
   * @param most at least {@code least}
   */
  record Quadratic(int least, double alpha, int most) implements AveragingRule {
    /** 0.3 / 0.1 is to be 3. */
    private static final double ROUNDING = 1e-12;

    /**
     * Validates.
     *
     * @throws IllegalArgumentException if a value is out of its range
     */
    public Quadratic {
      InvalidSettingException.unless(least >= 1, "least", "at least 1", least);
      InvalidSettingException.unless(
          alpha > 0 && Double.isFinite(alpha), "alpha", "greater than 0", alpha);
      InvalidSettingException.unless(
          most >= least, "most", "at least " + least + ", as least is", most);
    }

    @Override
    public int period(int epoch, double rate) {
      double growth = alpha / rate;
      double period = Math.floor(growth * growth * (1 + ROUNDING));
      return (int) Math.min(most, Math.max(least, period));
    }
  }

  /**
   * Post-local SGD: an average at every step first, and local steps later (Lin, Stich, Patel and
   * Jaggi 2020, "Don't Use Large Mini-Batches, Use Local SGD", section 3).
   *
   * @param untilEpoch the last epoch, from 1, that averages at every step; 0 or more
   * @param then the period of the epochs behind it, at least 1
   */
  record PostLocal(int untilEpoch, int then) implements AveragingRule {
    /**
     * Validates.
     *
     * @throws IllegalArgumentException if a value is out of its range
     */
    public PostLocal {
      InvalidSettingException.unless(untilEpoch >= 0, "until-epoch", "at least 0", untilEpoch);
      InvalidSettingException.unless(then >= 1, "then", "at least 1", then);
    }

    @Override
    public int period(int epoch, double rate) {
      return epoch < untilEpoch ? 1 : then;
    }
  }
}
