package org.abn.spark.experiment;

/**
 * The logical workers whose parameters are averaged. They are settings, so that a result does not
 * depend on the executors that run them.
 *
 * @param count how many, at least 1
 * @param threads native threads of each, at least 1
 * @param averaging how often their parameters are averaged
 */
public record Workers(int count, int threads, AveragingRule averaging) {
  /**
   * Validates.
   *
   * @throws IllegalArgumentException if a value is less than 1
   */
  public Workers {
    InvalidSettingException.unless(count >= 1, "workers", "at least 1", count);
    InvalidSettingException.unless(threads >= 1, "threads-per-worker", "at least 1", threads);
  }

  static Workers read(Section section) {
    return section.build(
        () ->
            new Workers(
                section.integer("workers"),
                section.integer("threads-per-worker"),
                AveragingRuleReader.read(section)));
  }
}
