package org.abn.spark.results;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.abn.spark.training.BranchScores;
import org.abn.spark.training.Scores;

/**
 * A row of {@code metrics/epochs.csv}. Losses are means over the training images, errors are in
 * percent; what a baseline has not (an attention branch) is null, and an empty field.
 *
 * @param epoch from 1
 * @param learningRate of the epoch
 * @param lossAttention cross-entropy of the attention branch
 * @param lossPerception cross-entropy of the perception branch
 * @param trainTop1Error of the perception branch, each image before the update it took part in
 * @param testTop1Error of the perception branch after the epoch
 * @param testTop5Error of the perception branch after the epoch
 * @param attentionTop1Error of the attention branch on the test images after the epoch
 * @param seconds that training took, without the evaluation
 * @param imagesPerSecond training images over those seconds
 */
public record EpochMetrics(
    int epoch,
    double learningRate,
    Double lossAttention,
    double lossPerception,
    double trainTop1Error,
    double testTop1Error,
    Double testTop5Error,
    Double attentionTop1Error,
    double seconds,
    double imagesPerSecond) {

  private static final String HEADER =
      "epoch,learning_rate,loss_attention,loss_perception,train_top1_error,test_top1_error,"
          + "test_top5_error,attention_top1_error,seconds,images_per_second";

  /**
   * The row of an epoch.
   *
   * @param epoch from 1
   * @param learningRate of the epoch
   * @param train scores of the training images
   * @param test scores of the test images
   * @param seconds that training took
   */
  public static EpochMetrics of(
      int epoch, double learningRate, Scores train, Scores test, double seconds) {
    boolean hasAttention = train.attention().examples() > 0;
    return new EpochMetrics(
        epoch,
        learningRate,
        hasAttention ? train.attention().meanLoss() : null,
        train.perception().meanLoss(),
        train.perception().top1Error(),
        test.perception().top1Error(),
        top5Error(test.perception()),
        hasAttention ? test.attention().top1Error() : null,
        seconds,
        train.perception().examples() / seconds);
  }

  private static Double top5Error(BranchScores scores) {
    return scores.top5Error().isPresent() ? scores.top5Error().getAsDouble() : null;
  }

  /** The whole file. */
  static String csv(List<EpochMetrics> epochs) {
    return Stream.concat(Stream.of(HEADER), epochs.stream().map(EpochMetrics::row))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private String row() {
    return Stream.of(
            epoch,
            learningRate,
            lossAttention,
            lossPerception,
            trainTop1Error,
            testTop1Error,
            testTop5Error,
            attentionTop1Error,
            seconds,
            imagesPerSecond)
        .map(EpochMetrics::field)
        .collect(Collectors.joining(","));
  }

  private static String field(Number value) {
    if (value == null) {
      return "";
    }
    return value instanceof Double d ? String.format(Locale.ROOT, "%.6g", d) : value.toString();
  }
}
