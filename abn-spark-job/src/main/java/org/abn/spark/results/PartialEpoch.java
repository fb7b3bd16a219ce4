package org.abn.spark.results;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import org.abn.spark.training.AttributeScores;
import org.abn.spark.training.BranchScores;
import org.abn.spark.training.ClassScores;
import org.abn.spark.training.EpochProgress;
import org.abn.spark.training.NoScores;
import org.abn.spark.training.Scores;

/**
 * How far the epoch has come that a checkpoint lies in.
 *
 * @param rounds of averaging that are done
 * @param seconds that they took
 * @param attention sums of the attention branch; null of a baseline
 * @param perception sums of the perception branch
 */
public record PartialEpoch(
    int rounds, double seconds, @JsonInclude(Include.NON_NULL) Sums attention, Sums perception) {

  /**
   * Sums over the examples of the rounds.
   *
   * @param examples how many
   * @param loss sum
   * @param classErrors top-1 and top-5 errors; null of attributes
   * @param attributesCorrect by attribute; null of classes
   */
  public record Sums(
      long examples,
      double loss,
      @JsonInclude(Include.NON_NULL) List<Long> classErrors,
      @JsonInclude(Include.NON_NULL) List<Long> attributesCorrect) {

    static Sums of(BranchScores scores) {
      if (scores instanceof ClassScores classes) {
        List<Long> errors = List.of(classes.top1Errors(), classes.top5Errors());
        return new Sums(classes.examples(), classes.loss(), errors, null);
      }
      return scores instanceof AttributeScores attributes
          ? new Sums(attributes.examples(), attributes.loss(), null, attributes.correct())
          : null;
    }

    BranchScores scores() {
      return attributesCorrect == null
          ? new ClassScores(examples, loss, classErrors.get(0), classErrors.get(1))
          : new AttributeScores(examples, loss, attributesCorrect);
    }
  }

  /** That of a run. */
  public static PartialEpoch of(EpochProgress progress, double seconds) {
    Scores scores = progress.scores();
    return new PartialEpoch(
        progress.rounds(), seconds, Sums.of(scores.attention()), Sums.of(scores.perception()));
  }

  /** As training takes it up again. */
  public EpochProgress progress() {
    BranchScores none = NoScores.NONE;
    return new EpochProgress(
        rounds,
        new Scores(
            attention == null ? none : attention.scores(),
            perception == null ? none : perception.scores()));
  }
}
