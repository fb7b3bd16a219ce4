package org.abn.spark.evaluation;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How far confidence and accuracy are apart: answers in {@value #BINS} bins of equal width by their
 * confidence (Guo et al. 2017, On Calibration of Modern Neural Networks, section 2).
 *
 * @param bins by confidence, from 0 to 1
 */
public record Calibration(List<Bin> bins) implements Serializable {

  /** As Guo et al. have it. */
  static final int BINS = 15;

  private static final Bin EMPTY = new Bin(0, 0, 0);

  /** No answers. */
  static final Calibration NONE = new Calibration(Collections.nCopies(BINS, EMPTY));

  /** Copies the list. */
  public Calibration {
    bins = List.copyOf(bins);
  }

  /**
   * Answers whose confidence is above a bound, up to the next.
   *
   * @param answers how many
   * @param confidence sum of their confidences
   * @param correct how many of them are right
   */
  public record Bin(long answers, double confidence, long correct) implements Serializable {

    Bin plus(Bin other) {
      return new Bin(
          answers + other.answers, confidence + other.confidence, correct + other.correct);
    }

    /** In percent; NaN of an empty bin. */
    public double meanConfidence() {
      return 100 * confidence / answers;
    }

    /** In percent; NaN of an empty bin. */
    public double accuracy() {
      return 100.0 * correct / answers;
    }
  }

  /**
   * That of one answer.
   *
   * @param confidence in [0, 1]; a bin's upper bound is in it, its lower bound is not
   */
  static Calibration of(double confidence, boolean isCorrect) {
    int own = Math.max(0, (int) Math.ceil(confidence * BINS) - 1); // a NaN is in the first
    Bin bin = new Bin(1, confidence, isCorrect ? 1 : 0);
    return new Calibration(IntStream.range(0, BINS).mapToObj(b -> b == own ? bin : EMPTY).toList());
  }

  Calibration plus(Calibration other) {
    return new Calibration(
        IntStream.range(0, BINS).mapToObj(b -> bins.get(b).plus(other.bins.get(b))).toList());
  }

  /**
   * The expected calibration error in percent: the mean over the answers of the difference between
   * accuracy and mean confidence of their bin.
   */
  public double error() {
    long answers = bins.stream().mapToLong(Bin::answers).sum();
    return bins.stream()
        .filter(bin -> bin.answers() > 0)
        .mapToDouble(
            bin -> bin.answers() * Math.abs(bin.accuracy() - bin.meanConfidence()) / answers)
        .sum();
  }
}
