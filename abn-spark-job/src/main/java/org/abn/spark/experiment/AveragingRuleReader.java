package org.abn.spark.experiment;

import org.abn.spark.experiment.AveragingRule.Fixed;
import org.abn.spark.experiment.AveragingRule.PostLocal;
import org.abn.spark.experiment.AveragingRule.Quadratic;

/** Reads a whole number, or a section with the name of a rule, from the section {@code train}. */
final class AveragingRuleReader {

  private static final String KEY = "averaging-frequency";

  private AveragingRuleReader() {}

  static AveragingRule read(Section train) {
    return train.isSection(KEY)
        ? rule(train.section(KEY))
        : train.build(() -> new Fixed(train.integer(KEY)));
  }

  private static AveragingRule rule(Section section) {
    String rule = section.text("rule");
    return switch (rule) {
      case "qsr" -> quadratic(section);
      case "post-local" -> postLocal(section);
      default -> section.build(() -> unknown(rule));
    };
  }

  private static AveragingRule quadratic(Section section) {
    section.allowOnly("rule", "least", "alpha", "most");
    return section.build(
        () ->
            new Quadratic(
                section.integer("least"), section.number("alpha"), section.integer("most")));
  }

  private static AveragingRule postLocal(Section section) {
    section.allowOnly("rule", "until-epoch", "then");
    return section.build(
        () -> new PostLocal(section.integer("until-epoch"), section.integer("then")));
  }

  private static AveragingRule unknown(String rule) {
    String reason = "must be qsr or post-local, cannot be: " + rule;
    throw new InvalidSettingException("rule", reason, null);
  }
}
