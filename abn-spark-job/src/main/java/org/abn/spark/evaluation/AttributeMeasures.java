package org.abn.spark.evaluation;

import java.util.List;
import java.util.stream.IntStream;
import org.abn.spark.training.AttributeAnswer;
import org.abn.spark.training.AttributeScores;

/**
 * What is measured of a branch that tells attributes.
 *
 * @param scores accuracies and losses
 * @param counts by attribute
 * @param calibration of the answers of all attributes together, by the probability of what is said:
 *     max(p, 1 - p) where p is that of the attribute, so that no confidence is below a half
 */
public record AttributeMeasures(
    AttributeScores scores, List<AttributeCounts> counts, Calibration calibration)
    implements BranchMeasures {

  /** Copies the list. */
  public AttributeMeasures {
    counts = List.copyOf(counts);
  }

  static AttributeMeasures of(AttributeAnswer answer) {
    int attributes = answer.labels().length;
    Calibration calibration = Calibration.NONE;
    for (int t = 0; t < attributes; t++) {
      double probability = answer.probability(t);
      double confidence = Math.max(probability, 1 - probability);
      calibration = calibration.plus(Calibration.of(confidence, answer.isCorrect(t)));
    }
    return new AttributeMeasures(
        answer.scores(),
        IntStream.range(0, attributes)
            .mapToObj(t -> AttributeCounts.of(answer.has(t), answer.isCorrect(t)))
            .toList(),
        calibration);
  }

  @Override
  public AttributeMeasures plus(BranchMeasures other) {
    AttributeMeasures more = (AttributeMeasures) other;
    return new AttributeMeasures(
        scores.plus(more.scores),
        IntStream.range(0, counts.size())
            .mapToObj(t -> counts.get(t).plus(more.counts.get(t)))
            .toList(),
        calibration.plus(more.calibration));
  }
}
