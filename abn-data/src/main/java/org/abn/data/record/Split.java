package org.abn.data.record;

import java.util.Locale;
import org.abn.data.InvalidDataException;

/** The parts of a dataset: what is trained on, and what is tested on. */
public enum Split {
  /** Shuffled and trained on. */
  TRAIN(0),
  /** Kept in the dataset's order, for evaluation only. */
  TEST(1);

  private final int code;

  Split(int code) {
    this.code = code;
  }

  /**
   * The number that stands for the split in a shard; never reused.
   *
   * @return 0 to 255
   */
  public int code() {
    return code;
  }

  /**
   * The split that a number stands for.
   *
   * @param code as of {@link #code()}
   * @return the split
   * @throws InvalidDataException if no split has the number
   */
  public static Split coded(int code) {
    return switch (code) {
      case 0 -> TRAIN;
      case 1 -> TEST;
      default -> throw InvalidDataException.of("split %d is unknown, expected 0 or 1", code);
    };
  }

  /** Its name in manifests and messages: {@code train} or {@code test}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
