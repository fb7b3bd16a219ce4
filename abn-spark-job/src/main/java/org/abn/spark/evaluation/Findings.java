package org.abn.spark.evaluation;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.abn.model.parts.Branch;
import org.abn.spark.training.Answers;
import org.abn.spark.training.Measured;
import org.apache.spark.sql.Row;

/**
 * What is found out about a network on some test images.
 *
 * @param byBranch of each branch that the network has
 * @param predictions a row an image, in their order; none where they are not wanted
 */
public record Findings(Map<Branch, BranchMeasures> byBranch, List<Row> predictions)
    implements Measured<Findings> {

  /** Copies the collections. */
  public Findings {
    byBranch = Collections.unmodifiableMap(new EnumMap<>(byBranch));
    predictions = List.copyOf(predictions);
  }

  /** What is measured of answers, without predictions. */
  public static Findings of(Answers answers) {
    Map<Branch, BranchMeasures> measures = new EnumMap<>(Branch.class);
    answers
        .byBranch()
        .forEach(
            (branch, ofImages) ->
                ofImages.stream()
                    .map(BranchMeasures::of)
                    .reduce(BranchMeasures::plus)
                    .ifPresent(sum -> measures.put(branch, sum)));
    return new Findings(measures, List.of());
  }

  /** The same with predictions. */
  public Findings with(List<Row> rows) {
    return new Findings(byBranch, rows);
  }

  /** The same without predictions, which are too many for the driver. */
  public Findings measures() {
    return with(List.of());
  }

  @Override
  public Findings plus(Findings other) {
    Map<Branch, BranchMeasures> sums = new EnumMap<>(byBranch);
    other.byBranch.forEach((branch, more) -> sums.merge(branch, more, BranchMeasures::plus));
    return new Findings(
        sums, Stream.concat(predictions.stream(), other.predictions.stream()).toList());
  }
}
