package org.abn.spark.experiment;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which checkpoints there are beside that of every epoch, and how many are kept.
 *
 * @param rounds averaging rounds between two checkpoints inside an epoch; 0 where rounds do not
 *     matter
 * @param minutes between two; 0 where time does not matter
 * @param kept how many epochs' checkpoints are kept, the last ones, and the best beside them; 0
 *     keeps all
 */
public record CheckpointRule(int rounds, int minutes, int kept) {
  /** A checkpoint an epoch, and all are kept. */
  public static final CheckpointRule DEFAULT = new CheckpointRule(0, 0, 0);

  private static final String EVERY = "checkpoint-every";
  private static final String KEPT = "keep-checkpoints";
  private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,8}) +(round|minute)s?");

  /**
   * Validates.
   *
   * @throws IllegalArgumentException if a value is negative
   */
  public CheckpointRule {
    InvalidSettingException.unless(
        rounds >= 0 && minutes >= 0, EVERY, "not negative", Math.min(rounds, minutes));
    InvalidSettingException.unless(kept >= 0, KEPT, "at least 1, or 0 for all", kept);
  }

  static CheckpointRule read(Section section) {
    String every = section.has(EVERY) ? section.text(EVERY) : "";
    int kept = section.has(KEPT) ? section.integer(KEPT) : 0;
    return section.build(() -> of(every, kept));
  }

  private static CheckpointRule of(String every, int kept) {
    Matcher form = FORM.matcher(every);
    InvalidSettingException.unless(
        every.isEmpty() || form.matches(),
        EVERY,
        "such as 200 rounds or 10 minutes",
        "\"" + every + "\"");
    if (every.isEmpty()) {
      return new CheckpointRule(0, 0, kept);
    }
    int number = Integer.parseInt(form.group(1));
    return form.group(2).equals("round")
        ? new CheckpointRule(number, 0, kept)
        : new CheckpointRule(0, number, kept);
  }
}
