package org.abn.data.record;

import java.io.Serializable;
import java.util.Locale;
import java.util.Objects;
import org.abn.data.InvalidDataException;

/**
 * The files of a dataset that one rule passes over.
 *
 * @param rule which
 * @param files how many, at least 1; a folder that is passed over whole is one
 * @param first the first of them that was met
 */
public record PassedOverFiles(PassedOver rule, int files, String first) implements Serializable {
  /**
   * Checks the count.
   *
   * @throws InvalidDataException if there are none
   */
  public PassedOverFiles {
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(first, "first");
    if (files < 1) {
      throw InvalidDataException.of(
          "%d files are passed over as %s, expected 1 or more", files, rule);
    }
  }

  /**
   * With more of them.
   *
   * @param later files that were met after these, by the same rule
   * @return all
   */
  public PassedOverFiles and(PassedOverFiles later) {
    return new PassedOverFiles(rule, files + later.files, first);
  }

  /** Such as {@code 2 hidden}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%,d %s", files, rule);
  }
}
