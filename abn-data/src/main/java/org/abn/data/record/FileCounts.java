package org.abn.data.record;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.abn.data.InvalidDataException;

/**
 * What has become of the files of a dataset, count in and count out. A file in an archive counts
 * like one of its own, and so does one that a list names and that is not there.
 *
 * @param seen all of them
 * @param used images that became records, and files that records are read from
 * @param rejected images that cannot be used
 * @param passedOver the others, by rule
 */
public record FileCounts(int seen, int used, int rejected, List<PassedOverFiles> passedOver)
    implements Serializable {
  /** Of shards that were made before files were counted. */
  public static final FileCounts UNKNOWN = new FileCounts(0, 0, 0, List.of());

  /**
   * Checks that every file is accounted for.
   *
   * @throws InvalidDataException if not
   */
  public FileCounts {
    passedOver = List.copyOf(passedOver);
    long others = passedOver.stream().mapToLong(PassedOverFiles::files).sum();
    if (used < 0 || rejected < 0 || used + rejected + others != seen) {
      throw InvalidDataException.of(
          "of %,d files %,d are used, %,d rejected and %,d passed over, which does not add up",
          seen, used, rejected, others);
    }
  }

  /**
   * Whether files were counted.
   *
   * @return false for {@link #UNKNOWN}
   */
  public boolean known() {
    return seen > 0;
  }

  /**
   * After some of the images have been read, and could not be used after all.
   *
   * @param files how many
   * @return the same number of files
   */
  public FileCounts rejecting(int files) {
    return new FileCounts(seen, used - files, rejected + files, passedOver);
  }

  /** Such as {@code 30 files seen, 26 used, 1 rejected, 3 passed over (2 hidden, 1 not read)}. */
  @Override
  public String toString() {
    int others = seen - used - rejected;
    String counts =
        String.format(
            Locale.ROOT,
            "%,d files seen, %,d used, %,d rejected, %,d passed over",
            seen,
            used,
            rejected,
            others);
    return others == 0
        ? counts
        : passedOver.stream()
            .map(PassedOverFiles::toString)
            .collect(Collectors.joining(", ", counts + " (", ")"));
  }
}
