package org.abn.spark.results;

import static org.abn.spark.results.Csv.number;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.abn.data.record.LabelNames;
import org.abn.model.parts.Branch;
import org.abn.spark.evaluation.AttributeMeasures;
import org.abn.spark.evaluation.BranchMeasures;
import org.abn.spark.evaluation.ClassMeasures;
import org.abn.spark.evaluation.Confusion;
import org.abn.spark.evaluation.Findings;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What an evaluation leaves in a run directory, in place of an earlier one's: {@code classes.csv}
 * and {@code confusion.csv}, or of a multi-task network {@code attributes.csv}, and last {@code
 * evaluation.json}. No lease is needed: training writes none of them.
 */
public final class EvaluationFiles {

  static final String REPORT = "evaluation.json";
  private static final String CLASSES = "classes.csv";
  private static final String CONFUSION = "confusion.csv";
  private static final String ATTRIBUTES = "attributes.csv";

  /** All of them. */
  static final Set<String> NAMES = Set.of(REPORT, CLASSES, CONFUSION, ATTRIBUTES);

  private final RunFiles files;
  private final Path directory;

  /**
   * @param directory where they are to be; made if it is not there
   */
  public EvaluationFiles(Configuration hadoop, Path directory) throws IOException {
    files = new RunFiles(hadoop, directory);
    this.directory = directory;
  }

  /** Writes them; gives the path of {@code evaluation.json}. */
  public Path write(EvaluationReport report, Findings findings, LabelNames labels)
      throws IOException {
    if (labels.areClasses()) {
      write(CLASSES, classes(findings, labels.classes()));
      write(CONFUSION, confusion(findings, labels.classes()));
    } else {
      write(ATTRIBUTES, attributes(findings, labels.attributes()));
    }
    Path json = new Path(directory, REPORT);
    files.writeJson(json, report);
    return json;
  }

  private void write(String name, String text) throws IOException {
    files.writeText(new Path(directory, name), text);
  }

  private static String classes(Findings findings, List<String> names) throws IOException {
    Confusion perception = confusion(findings, Branch.PERCEPTION).orElseThrow();
    Optional<Confusion> attention = confusion(findings, Branch.ATTENTION);
    List<List<?>> rows = new ArrayList<>();
    for (int k = 0; k < names.size(); k++) {
      int own = k;
      rows.add(
          List.of(
              names.get(k),
              perception.images(k),
              number(perception.error(k)),
              number(perception.precision(k)),
              field(attention, confusion -> confusion.error(own)),
              field(attention, confusion -> confusion.precision(own))));
    }
    List<String> columns =
        List.of(
            "class",
            "images",
            "perception_top1_error",
            "perception_precision",
            "attention_top1_error",
            "attention_precision");
    return Csv.text(columns, rows);
  }

  private static String confusion(Findings findings, List<String> names) throws IOException {
    List<List<?>> rows = new ArrayList<>();
    for (Branch branch : List.of(Branch.PERCEPTION, Branch.ATTENTION)) {
      confusion(findings, branch)
          .ifPresent(
              confusion ->
                  confusion
                      .cells()
                      .forEach(
                          (cell, count) ->
                              rows.add(
                                  List.of(
                                      branch.vertex(),
                                      names.get(cell.trueClass()),
                                      names.get(cell.predicted()),
                                      count))));
    }
    return Csv.text(List.of("branch", "true", "predicted", "count"), rows);
  }

  private static Optional<Confusion> confusion(Findings findings, Branch branch) {
    return measures(findings, branch, ClassMeasures.class).map(ClassMeasures::confusion);
  }

  private static String attributes(Findings findings, List<String> names) throws IOException {
    var perception = measures(findings, Branch.PERCEPTION, AttributeMeasures.class).orElseThrow();
    var attention = measures(findings, Branch.ATTENTION, AttributeMeasures.class);
    List<List<?>> rows = new ArrayList<>();
    for (int t = 0; t < names.size(); t++) {
      int own = t;
      rows.add(
          List.of(
              names.get(t),
              perception.counts().get(t).positives(),
              number(perception.counts().get(t).accuracy()),
              field(attention, measures -> measures.counts().get(own).accuracy())));
    }
    return Csv.text(
        List.of("attribute", "positives", "perception_accuracy", "attention_accuracy"), rows);
  }

  private static <T extends BranchMeasures> Optional<T> measures(
      Findings findings, Branch branch, Class<T> type) {
    return Optional.ofNullable(findings.byBranch().get(branch)).map(type::cast);
  }

  /** Empty where there is no attention branch. */
  private static <T> String field(Optional<T> attention, ToDoubleFunction<T> value) {
    return attention.map(measures -> number(value.applyAsDouble(measures))).orElse("");
  }
}
