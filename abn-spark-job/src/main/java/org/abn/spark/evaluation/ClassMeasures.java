package org.abn.spark.evaluation;

import java.util.Arrays;
import org.abn.spark.training.ClassAnswer;
import org.abn.spark.training.ClassScores;

/**
 * What is measured of a branch that tells classes.
 *
 * @param scores errors and losses
 * @param confusion true and predicted classes
 * @param calibration by the probability of the class predicted
 */
public record ClassMeasures(ClassScores scores, Confusion confusion, Calibration calibration)
    implements BranchMeasures {

  static ClassMeasures of(ClassAnswer answer) {
    double confidence = Arrays.stream(answer.probabilities()).max().getAsDouble();
    return new ClassMeasures(
        answer.scores(),
        Confusion.of(answer.trueClass(), answer.predicted()),
        Calibration.of(confidence, answer.isCorrect()));
  }

  @Override
  public ClassMeasures plus(BranchMeasures other) {
    ClassMeasures more = (ClassMeasures) other;
    return new ClassMeasures(
        scores.plus(more.scores),
        confusion.plus(more.confusion),
        calibration.plus(more.calibration));
  }
}
