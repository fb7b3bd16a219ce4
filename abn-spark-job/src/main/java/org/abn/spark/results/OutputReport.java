package org.abn.spark.results;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.abn.data.record.LabelNames;
import org.abn.spark.evaluation.AttributeCounts;
import org.abn.spark.evaluation.AttributeMeasures;
import org.abn.spark.evaluation.BranchMeasures;
import org.abn.spark.evaluation.Calibration;

/**
 * What {@code evaluation.json} says of an output. What does not apply is null, and not in the file.
 *
 * @param meanLoss over the images, of attributes over these too
 * @param top1Error in percent; null of attributes
 * @param top5Error in percent; null of attributes
 * @param meanAccuracy over the attributes, in percent; null of classes
 * @param calibrationError expected calibration error, in percent
 * @param calibration the bins that it is from
 * @param attributes by name; null of classes
 */
@JsonInclude(Include.NON_NULL)
public record OutputReport(
    double meanLoss,
    Double top1Error,
    Double top5Error,
    Double meanAccuracy,
    double calibrationError,
    List<Bin> calibration,
    Map<String, Attribute> attributes) {

  /**
   * Answers by their confidence.
   *
   * @param above lower bound of the confidence in percent, not in the bin
   * @param upTo upper bound in percent, in the bin
   * @param count of the answers
   * @param meanConfidence in percent; null of an empty bin
   * @param accuracy in percent; null of an empty bin
   */
  public record Bin(double above, double upTo, long count, Double meanConfidence, Double accuracy) {

    private static Bin of(int number, int bins, Calibration.Bin bin) {
      boolean isEmpty = bin.answers() == 0;
      return new Bin(
          100.0 * number / bins,
          100.0 * (number + 1) / bins,
          bin.answers(),
          isEmpty ? null : bin.meanConfidence(),
          isEmpty ? null : bin.accuracy());
    }
  }

  /**
   * An attribute.
   *
   * @param accuracy in percent
   * @param truePositives images
   * @param falsePositives images
   * @param trueNegatives images
   * @param falseNegatives images
   */
  public record Attribute(
      double accuracy,
      long truePositives,
      long falsePositives,
      long trueNegatives,
      long falseNegatives) {

    private static Attribute of(AttributeCounts counts) {
      return new Attribute(
          counts.accuracy(),
          counts.truePositives(),
          counts.falsePositives(),
          counts.trueNegatives(),
          counts.falseNegatives());
    }
  }

  /** The report on what was measured. */
  static OutputReport of(BranchMeasures measures, LabelNames labels) {
    double top1Error = measures.scores().top1Error();
    OptionalDouble top5Error = measures.scores().top5Error();
    boolean areClasses = labels.areClasses();
    return new OutputReport(
        measures.scores().meanLoss(),
        areClasses ? top1Error : null,
        areClasses ? top5Error.getAsDouble() : null,
        areClasses ? null : 100 - top1Error,
        measures.calibration().error(),
        bins(measures.calibration().bins()),
        measures instanceof AttributeMeasures ofAttributes
            ? attributes(ofAttributes.counts(), labels.attributes())
            : null);
  }

  private static List<Bin> bins(List<Calibration.Bin> bins) {
    return IntStream.range(0, bins.size())
        .mapToObj(number -> Bin.of(number, bins.size(), bins.get(number)))
        .toList();
  }

  private static Map<String, Attribute> attributes(
      List<AttributeCounts> counts, List<String> names) {
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    for (int t = 0; t < names.size(); t++) {
      attributes.put(names.get(t), Attribute.of(counts.get(t)));
    }
    return attributes;
  }
}
