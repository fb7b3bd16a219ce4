package org.abn.spark.evaluation;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.abn.data.record.LabelNames;
import org.abn.model.parts.Branch;
import org.abn.spark.training.Answer;
import org.abn.spark.training.Answers;
import org.abn.spark.training.AttributeAnswer;
import org.abn.spark.training.ClassAnswer;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What the perception branch predicts, a row an image.
 *
 * <p>Of classes: {@code id}, {@code label}, {@code label_index}, and from {@code top1}, {@code
 * top1_score} to {@code top5}, {@code top5_score} the classes with the highest probability; null
 * where there are fewer. Of attributes: {@code id}, and of each {@code NAME_score}, its
 * probability, and {@code NAME_label}, 1 where the image has it and 0 where not.
 *
 * @param labels names of classes or attributes
 */
public record PredictionTable(LabelNames labels) implements Serializable {

  private static final int TOP = 5;

  /** The columns. */
  public StructType schema() {
    return labels.areClasses() ? schemaOfClasses() : schemaOfAttributes();
  }

  private static StructType schemaOfClasses() {
    StructType schema = column(id(), "label", DataTypes.StringType);
    schema = column(schema, "label_index", DataTypes.IntegerType);
    for (int rank = 1; rank <= TOP; rank++) {
      schema = schema.add("top" + rank, DataTypes.StringType, true);
      schema = schema.add("top" + rank + "_score", DataTypes.DoubleType, true);
    }
    return schema;
  }

  private StructType schemaOfAttributes() {
    StructType schema = id();
    for (String name : labels.attributes()) {
      schema = column(schema, name + "_score", DataTypes.DoubleType);
      schema = column(schema, name + "_label", DataTypes.IntegerType);
    }
    return schema;
  }

  private static StructType id() {
    return column(new StructType(), "id", DataTypes.StringType);
  }

  private static StructType column(StructType before, String name, DataType type) {
    return before.add(name, type, false);
  }

  /** The rows of images. */
  public List<Row> rows(List<String> ids, Answers answers) {
    List<Answer> perception = answers.byBranch().get(Branch.PERCEPTION);
    return IntStream.range(0, ids.size())
        .mapToObj(n -> row(ids.get(n), perception.get(n)))
        .toList();
  }

  private Row row(String id, Answer answer) {
    List<Object> values = new ArrayList<>(List.of(id));
    if (answer instanceof ClassAnswer ofClasses) {
      add(ofClasses, values);
    } else {
      add((AttributeAnswer) answer, values);
    }
    return RowFactory.create(values.toArray());
  }

  private void add(ClassAnswer answer, List<Object> values) {
    List<String> classes = labels.classes();
    values.addAll(List.of(classes.get(answer.trueClass()), answer.trueClass()));
    double[] probabilities = answer.probabilities();
    answer.best(TOP).forEach(k -> values.addAll(List.of(classes.get(k), probabilities[k])));
    while (values.size() < schema().size()) {
      values.add(null);
    }
  }

  private static void add(AttributeAnswer answer, List<Object> values) {
    for (int t = 0; t < answer.labels().length; t++) {
      values.addAll(List.of(answer.probability(t), answer.has(t) ? 1 : 0));
    }
  }
}
