package org.abn.spark.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.abn.spark.training.AttributeScores;
import org.abn.spark.training.BranchScores;
import org.abn.spark.training.ClassScores;
import org.abn.spark.training.NoScores;
import org.abn.spark.training.Scores;
import org.junit.jupiter.api.Test;

class EpochMetricsTest {

  private static final BranchScores HALF_WRONG = new ClassScores(8, 16, 4, 2);
  private static final BranchScores ALL_WRONG = new ClassScores(8, 8, 8, 8);

  private static final BranchScores TWO_ATTRIBUTES = new AttributeScores(8, 16, List.of(2L, 4L));

  @Test
  void isARowOfTheContract() {
    Scores scores = new Scores(ALL_WRONG, HALF_WRONG);
    EpochMetrics metrics = EpochMetrics.of(3, 0.01, of(scores), List.of(), 4);
    assertThat(EpochMetrics.csv(List.of(metrics)))
        .isEqualTo(
            """
            epoch,learning_rate,loss_attention,loss_perception,train_top1_error,test_top1_error,\
            test_top5_error,attention_top1_error,seconds,images_per_second
            3,0.0100000,1.00000,2.00000,50.0000,50.0000,25.0000,100.000,4.00000,2.00000
            """);
  }

  @Test
  void leavesTheFieldsOfAnAttentionBranchEmptyForABaseline() {
    Scores scores = new Scores(NoScores.NONE, HALF_WRONG);
    EpochMetrics metrics = EpochMetrics.of(1, 0.1, of(scores), List.of(), 1);
    assertThat(EpochMetrics.csv(List.of(metrics)))
        .contains("\n1,0.100000,,2.00000,50.0000,50.0000,25.0000,,1.00000,8.00000\n");
  }

  @Test
  void hasAColumnMoreWhereImagesAreHeldOut() {
    Scores test = new Scores(NoScores.NONE, HALF_WRONG);
    Scores held = new Scores(NoScores.NONE, ALL_WRONG);
    EpochMetrics metrics =
        EpochMetrics.of(1, 0.1, new EpochScores(test, Optional.of(held), test), List.of(), 1);
    assertThat(EpochMetrics.csv(List.of(metrics)))
        .contains("images_per_second,validation_top1_error\n")
        .contains("\n1,0.100000,,2.00000,50.0000,50.0000,25.0000,,1.00000,8.00000,100.000\n");
  }

  @Test
  void countsTheMeanOverAttributesAndListsEachOfThem() {
    Scores scores = new Scores(TWO_ATTRIBUTES, TWO_ATTRIBUTES);
    List<String> names = List.of("Smiling", "Bald");
    EpochMetrics first = EpochMetrics.of(1, 0.1, of(scores), names, 1);
    EpochMetrics second = EpochMetrics.of(2, 0.1, of(scores), names, 1);
    assertThat(EpochMetrics.csv(List.of(first)))
        .contains("\n1,0.100000,2.00000,2.00000,62.5000,62.5000,,62.5000,1.00000,8.00000\n");
    assertThat(EpochMetrics.attributesCsv(List.of(first, second)))
        .isEqualTo(
            """
            epoch,attribute,accuracy
            1,Smiling,25.0000
            1,Bald,50.0000
            2,Smiling,25.0000
            2,Bald,50.0000
            """);
  }

  private static EpochScores of(Scores scores) {
    return new EpochScores(scores, Optional.empty(), scores);
  }
}
