package org.abn.spark.training;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.abn.model.parts.Branch;
import org.abn.model.parts.Output;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a network answered for some images, with the truth.
 *
 * @param byBranch one answer an image, of each branch that the network has
 */
public record Answers(Map<Branch, List<Answer>> byBranch) {

  /**
   * Answers as a network gave them.
   *
   * @param outputs of the network
   * @param logits of an output, as its kind lays them out
   * @param labels {@code [N][K]}, one-hot, or {@code [N][T]}, 0 or 1
   */
  static Answers of(List<Output> outputs, Function<Output, INDArray> logits, float[][] labels) {
    Map<Branch, List<Answer>> answers = new EnumMap<>(Branch.class);
    for (Output output : outputs) {
      float[][] rows = Floats.rows(logits.apply(output));
      List<Answer> ofBranch = new ArrayList<>(labels.length);
      for (int n = 0; n < labels.length; n++) {
        ofBranch.add(Answer.of(output.kind(), rows[n], labels[n]));
      }
      answers.put(output.branch(), ofBranch);
    }
    return new Answers(answers);
  }
}
