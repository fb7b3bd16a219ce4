package org.abn.spark.results;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.abn.spark.training.AttributeScores;
import org.abn.spark.training.BranchScores;
import org.abn.spark.training.Scores;

/**
 * A row of {@code metrics/epochs.csv}, and the rows of {@code metrics/attributes.csv} that go with
 * it. Losses are means over the training images, errors and accuracies are in percent; what a
 * network has not (an attention branch, a top-5 error), or a run (a validation error), is null, and
 * an empty field.
 *
 * <p>Of a multi-task network, a top-1 error is 100 less the mean accuracy over the attributes, and
 * a loss the mean over them.
 *
 * @param epoch from 1
 * @param learningRate of the epoch
 * @param lossAttention cross-entropy of the attention branch
 * @param lossPerception cross-entropy of the perception branch
 * @param trainTop1Error of the perception branch, each image before the update it took part in
 * @param testTop1Error of the perception branch after the epoch
 * @param testTop5Error of the perception branch after the epoch; null of attributes
 * @param attentionHead1Error of the attention branch on the test images after the epoch
 * @param validationTop1Error of the perception branch on the training images that are held out
 * @param seconds that training took, without the evaluation
 * @param imagesPerSecond training images over those seconds
 * @param attributeAccuracies of the perception branch on the test images after the epoch, by
 *     attribute in the manifest's order; empty of classes, and null in checkpoints of before there
 *     were attributes
 */
public record EpochMetrics(
    int epoch,
    double learningRate,
    Double lossAttention,
    double lossPerception,
    double trainTop1Error,
    double testTop1Error,
    Double testTop5Error,
    Double attentionHead1Error,
    @JsonInclude(Include.NON_NULL) Double validationTop1Error,
    double seconds,
    double imagesPerSecond,
    Map<String, Double> attributeAccuracies) {

  private static final String HEADER =
      "epoch,learning_rate,loss_attention,loss_perception,train_top1_error,test_top1_error,"
          + "test_top5_error,attention_top1_error,seconds,images_per_second";
  private static final String VALIDATION_HEADER = ",validation_top1_error"; // where there is one
  private static final String ATTRIBUTES_HEADER = "epoch,attribute,accuracy";

  /** Copies the map, in its order. */
  public EpochMetrics {
    attributeAccuracies =
        attributeAccuracies == null
            ? Map.of()
            : Collections.unmodifiableMap(new LinkedHashMap<>(attributeAccuracies));
  }

  /**
   * The row of an epoch.
   *
   * @param epoch from 1
   * @param learningRate of the epoch
   * @param scores of its images
   * @param attributes names of the attributes; none of classes
   * @param seconds that training took
   */
  public static EpochMetrics of(
      int epoch, double learningRate, EpochScores scores, List<String> attributes, double seconds) {
    Scores train = scores.train();
    Scores test = scores.test();
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
        scores.validation().map(held -> held.perception().top1Error()).orElse(null),
        seconds,
        train.perception().examples() / seconds,
        accuracies(attributes, test.perception()));
  }

  private static Double top5Error(BranchScores scores) {
    return scores.top5Error().isPresent() ? scores.top5Error().getAsDouble() : null;
  }

  private static Map<String, Double> accuracies(List<String> attributes, BranchScores scores) {
    Map<String, Double> accuracies = new LinkedHashMap<>();
    if (scores instanceof AttributeScores ofAttributes) {
      List<Double> values = ofAttributes.accuracies();
      for (int t = 0; t < values.size(); t++) {
        accuracies.put(attributes.get(t), values.get(t));
      }
    }
    return accuracies;
  }

  /**
   * That of the least error on the images held out, and where none are, on the test images; the
   * first of several.
   */
  public static EpochMetrics best(List<EpochMetrics> epochs) {
    return epochs.stream()
        .min(Comparator.comparingDouble(EpochMetrics::errorToChooseBy))
        .orElseThrow();
  }

  /** Over all epochs; training alone, without evaluation. */
  public static double meanImagesPerSecond(List<EpochMetrics> epochs) {
    double images = epochs.stream().mapToDouble(e -> e.imagesPerSecond() * e.seconds()).sum();
    return images / epochs.stream().mapToDouble(EpochMetrics::seconds).sum();
  }

  /** The whole of {@code epochs.csv}. */
  static String csv(List<EpochMetrics> epochs) {
    boolean validates = epochs.stream().anyMatch(e -> e.validationTop1Error != null);
    return validates
        ? lines(HEADER + VALIDATION_HEADER, epochs.stream().map(e -> e.row(e.validationTop1Error)))
        : lines(HEADER, epochs.stream().map(EpochMetrics::row));
  }

  /** The whole of {@code attributes.csv}, one row an epoch and attribute. */
  static String attributesCsv(List<EpochMetrics> epochs) {
    return lines(ATTRIBUTES_HEADER, epochs.stream().flatMap(EpochMetrics::attributeRows));
  }

  private static String lines(String header, Stream<String> rows) {
    return Stream.concat(Stream.of(header), rows).collect(Collectors.joining("\n", "", "\n"));
  }

  private double errorToChooseBy() {
    return validationTop1Error == null ? testTop1Error : validationTop1Error;
  }

  private Stream<String> attributeRows() {
    return attributeAccuracies.entrySet().stream()
        .map(entry -> epoch + "," + entry.getKey() + "," + field(entry.getValue()));
  }

  private String row(Number last) {
    return row() + "," + field(last);
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
            attentionHead1Error,
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
