package org.abn.spark.evaluation;

import java.io.Serializable;
import org.abn.spark.training.Answer;
import org.abn.spark.training.AttributeAnswer;
import org.abn.spark.training.BranchScores;
import org.abn.spark.training.ClassAnswer;

/** What is measured of a branch, as sums over images that can be added. */
public sealed interface BranchMeasures extends Serializable
    permits ClassMeasures, AttributeMeasures {

  /** Errors and losses. */
  BranchScores scores();

  /** Of each image's answer, or of each attribute's. */
  Calibration calibration();

  /**
   * Those of both sets of images.
   *
   * @throws ClassCastException where one is of classes and the other of attributes
   */
  BranchMeasures plus(BranchMeasures other);

  /** Those of one image. */
  static BranchMeasures of(Answer answer) {
    return answer instanceof ClassAnswer ofClasses
        ? ClassMeasures.of(ofClasses)
        : AttributeMeasures.of((AttributeAnswer) answer);
  }
}
