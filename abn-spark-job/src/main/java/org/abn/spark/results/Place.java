package org.abn.spark.results;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a checkpoint lies in its run, and what its directory is called.
 *
 * @param epochs that are done
 * @param rounds of the next one that are done; 0 at the end of an epoch
 */
record Place(int epochs, int rounds) implements Comparable<Place> {
  private static final Pattern NAME = Pattern.compile("epoch-(\\d{4,9})(-round-(\\d{4,9}))?");
  private static final Comparator<Place> ORDER =
      Comparator.comparingInt(Place::epochs).thenComparingInt(Place::rounds);

  static Place of(CheckpointState state) {
    return new Place(state.epoch(), state.rounds());
  }

  /** Empty of a directory that is no checkpoint. */
  static Optional<Place> named(String directory) {
    Matcher name = NAME.matcher(directory);
    if (!name.matches()) {
      return Optional.empty();
    }
    int epoch = Integer.parseInt(name.group(1));
    return Optional.of(
        name.group(2) == null
            ? new Place(epoch, 0)
            : new Place(epoch - 1, Integer.parseInt(name.group(3))));
  }

  boolean isInsideAnEpoch() {
    return rounds > 0;
  }

  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }

  /** Such as {@code epoch-0007}, or {@code epoch-0008-round-0040} behind it. */
  @Override
  public String toString() {
    return isInsideAnEpoch()
        ? String.format(Locale.ROOT, "epoch-%04d-round-%04d", epochs + 1, rounds)
        : String.format(Locale.ROOT, "epoch-%04d", epochs);
  }
}
