package org.abn.spark.experiment;

/**
 * The logical workers whose parameters are averaged. They are settings, so that a result does not
 * depend on the executors that run them.
 *
 * @param count how many, at least 1
 * @param threads native threads of each, at least 1
 * @param averagingFrequency mini-batches that each trains on between two averagings, at least 1
 */
public record Workers(int count, int threads, int averagingFrequency) {
  /**
   * Validates.
   *
   * @throws IllegalArgumentException if a value is less than 1
   */
  public Workers {
    InvalidSettingException.unless(count >= 1, "workers", "at least 1", count);
    InvalidSettingException.unless(threads >= 1, "threads-per-worker", "at least 1", threads);
    InvalidSettingException.unless(
        averagingFrequency >= 1, "averaging-frequency", "at least 1", averagingFrequency);
  }

  static Workers read(Section section) {
    return section.build(
        () ->
            new Workers(
                section.integer("workers"),
                section.integer("threads-per-worker"),
                section.integer("averaging-frequency")));
  }
}
