package org.abn.spark.results;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.abn.data.record.LabelNames;
import org.abn.data.record.RejectedRecord;
import org.abn.model.explain.ExplanationMethod;
import org.abn.model.explain.MapRange;
import org.abn.model.parts.Branch;
import org.abn.spark.explanation.ExplainedImage;
import org.abn.spark.explanation.ExplainedImage.Answer;
import org.abn.spark.explanation.ExplainedImage.Predicted;
import org.abn.spark.explanation.MapPlace;

/**
 * What was found of images, as CSV: a row an image and answer that was explained.
 *
 * <p>Of classes: {@code image}, {@code label} (empty where it is not known), {@code predicted},
 * {@code score}, {@code attention_predicted}, {@code attention_score}, {@code explained}, {@code
 * explained_score}. Of attributes: {@code image}, {@code attribute}, {@code label} (1 or 0), {@code
 * score}, {@code attention_score}. Behind both of each method {@code METHOD_least} and {@code
 * METHOD_greatest}, what its map reaches from and to; and {@code maps}, the file in the method's
 * folder, with the image's {@code row} of it, counted from 0 (empty where the file is of the image
 * alone). Without an attention branch its columns are empty.
 *
 * @param names of classes or attributes
 * @param methods in the order of the columns
 */
public record ExplanationTable(LabelNames names, List<ExplanationMethod> methods) {

  private static final List<String> OF_CLASSES =
      List.of(
          "image",
          "label",
          "predicted",
          "score",
          "attention_predicted",
          "attention_score",
          "explained",
          "explained_score");

  private static final List<String> OF_ATTRIBUTES =
      List.of("image", "attribute", "label", "score", "attention_score");

  /** Copies the list. */
  public ExplanationTable {
    methods = List.copyOf(methods);
  }

  /** The table of images, in their order. */
  public String csv(List<ExplainedImage> images) throws IOException {
    List<String> columns = new ArrayList<>(names.areClasses() ? OF_CLASSES : OF_ATTRIBUTES);
    methods.forEach(method -> columns.addAll(List.of(method + "_least", method + "_greatest")));
    columns.addAll(List.of("maps", "row"));
    List<List<?>> rows = new ArrayList<>();
    for (ExplainedImage image : images) {
      for (Answer answer : image.answers()) {
        rows.add(row(image, answer));
      }
    }
    return Csv.text(columns, rows);
  }

  /** The table of images that were left out. */
  public static String csvOfRejected(List<RejectedRecord> rejected) throws IOException {
    List<List<?>> rows = new ArrayList<>();
    rejected.forEach(one -> rows.add(List.of(one.id(), one.reason())));
    return Csv.text(List.of("image", "reason"), rows);
  }

  private List<Object> row(ExplainedImage image, Answer answer) {
    List<Object> row = new ArrayList<>(List.of(image.id()));
    if (names.areClasses()) {
      row.add(image.labels()[0] < 0 ? "" : names.classes().get(image.labels()[0]));
      addPredicted(image.predicted().get(Branch.PERCEPTION), row);
      addPredicted(image.predicted().get(Branch.ATTENTION), row);
      row.add(names.classes().get(answer.number()));
      row.add(score(answer.scores().get(Branch.PERCEPTION)));
    } else {
      row.add(names.attributes().get(answer.number()));
      row.add(attributeLabel(image.labels(), answer.number()));
      row.add(score(answer.scores().get(Branch.PERCEPTION)));
      row.add(score(answer.scores().get(Branch.ATTENTION)));
    }
    for (ExplanationMethod method : methods) {
      MapRange range = answer.ranges().get(method);
      row.addAll(List.of(range.least(), range.greatest()));
    }
    MapPlace place = image.place();
    row.addAll(List.of(place.file(), place.row() < 0 ? "" : place.row()));
    return row;
  }

  private void addPredicted(Predicted predicted, List<Object> row) {
    row.add(predicted == null ? "" : names.classes().get(predicted.number()));
    row.add(predicted == null ? "" : score(predicted.score()));
  }

  /** Image files have no attributes that are known. */
  private static Object attributeLabel(int[] labels, int attribute) {
    return attribute < labels.length && labels[attribute] >= 0 ? labels[attribute] : "";
  }

  private static String score(Float score) {
    return score == null ? "" : String.format(Locale.ROOT, "%.6f", score);
  }
}
