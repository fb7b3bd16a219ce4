package org.abn.spark.report;

import java.util.Locale;
import java.util.Optional;

/** What a network says of an image, and what is true. */
public sealed interface GalleryAnswer {

  /** Whether an answer is right. */
  enum Verdict {
    RIGHT,
    WRONG,
    /** The image's label is not known. */
    UNKNOWN;

    /** Such as {@code right}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The class or attribute. */
  String heading();

  /** What is true, as a card says it. */
  String truth();

  /** Its probability. */
  float score();

  /** Whether it is right. */
  Verdict verdict();

  /** All of it, for those who cannot see the card. */
  String sentence();

  /** The score, to two digits. */
  default String shownScore() {
    return String.format(Locale.ROOT, "%.2f", score());
  }

  /**
   * A class.
   *
   * @param label name of the class that the image is of; empty where it is not known
   * @param predicted name of the class with the greatest score
   * @param score its probability
   * @param verdict by the classes' numbers, since two may have one name
   */
  record OfClass(Optional<String> label, String predicted, float score, Verdict verdict)
      implements GalleryAnswer {

    @Override
    public String heading() {
      return predicted;
    }

    @Override
    public String truth() {
      return label.orElse("unknown");
    }

    @Override
    public String sentence() {
      return label.map(name -> "is " + name + ", ").orElse("")
          + "predicted "
          + predicted
          + ", score "
          + shownScore();
    }
  }

  /**
   * An attribute.
   *
   * @param attribute its name
   * @param label whether the image has it; empty where it is not known
   * @param score probability that it has
   */
  record OfAttribute(String attribute, Optional<Boolean> label, float score)
      implements GalleryAnswer {

    @Override
    public String heading() {
      return attribute;
    }

    @Override
    public String truth() {
      return label.map(has -> has ? "yes" : "no").orElse("unknown");
    }

    @Override
    public Verdict verdict() {
      return label
          .map(has -> has == (score > 0.5f) ? Verdict.RIGHT : Verdict.WRONG)
          .orElse(Verdict.UNKNOWN);
    }

    @Override
    public String sentence() {
      return label.map(has -> has ? "has " : "does not have ").orElse("")
          + attribute
          + ", score "
          + shownScore();
    }
  }
}
