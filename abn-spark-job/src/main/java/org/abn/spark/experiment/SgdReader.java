package org.abn.spark.experiment;

import java.util.List;
import java.util.stream.IntStream;
import org.abn.model.Sgd;

/** Reads the update rule from the section {@code train}. */
final class SgdReader {
  private SgdReader() {}

  static Sgd read(Section train) {
    Section rate = train.section("learning-rate");
    rate.allowOnly("initial", "factor", "drops");
    return new Sgd(
        rate.build(() -> initial(rate.number("initial"))),
        rate.build(() -> factor(rate.number("factor"))),
        rate.build(() -> drops(rate.integers("drops"))),
        train.build(() -> momentum(train.number("momentum"))),
        train.build(() -> weightDecay(train.number("weight-decay"))));
  }

  private static double initial(double rate) {
    InvalidSettingException.unless(
        rate > 0 && Double.isFinite(rate), "initial", "greater than 0", rate);
    return rate;
  }

  private static double factor(double factor) {
    InvalidSettingException.unless(
        factor > 0 && factor <= 1, "factor", "greater than 0 and at most 1", factor);
    return factor;
  }

  private static List<Integer> drops(List<Integer> epochs) {
    boolean ascending =
        IntStream.range(0, epochs.size())
            .allMatch(i -> epochs.get(i) > (i == 0 ? 0 : epochs.get(i - 1)));
    InvalidSettingException.unless(
        ascending, "drops", "epochs of at least 1 in ascending order", epochs);
    return epochs;
  }

  private static double momentum(double momentum) {
    InvalidSettingException.unless(
        momentum >= 0 && momentum < 1, "momentum", "at least 0 and less than 1", momentum);
    return momentum;
  }

  private static double weightDecay(double decay) {
    InvalidSettingException.unless(
        decay >= 0 && Double.isFinite(decay), "weight-decay", "at least 0", decay);
    return decay;
  }
}
