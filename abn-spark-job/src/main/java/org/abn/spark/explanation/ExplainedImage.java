package org.abn.spark.explanation;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.abn.data.record.ImageRecord;
import org.abn.model.explain.Explanation;
import org.abn.model.explain.ExplanationMethod;
import org.abn.model.explain.MapRange;
import org.abn.model.explain.Targets;
import org.abn.model.parts.Branch;

/**
 * What was found of one image, without its maps.
 *
 * @param id its path below the directory, or its record's id
 * @param labels as its record has them; below 0 where they are not known
 * @param predicted the class with the greatest score, by branch; of attributes meaningless
 * @param answers those that were explained
 * @param place of its maps
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ExplainedImage(
    String id, int[] labels, Map<Branch, Predicted> predicted, List<Answer> answers, MapPlace place)
    implements Serializable {

  /**
   * The class that a branch predicts.
   *
   * @param number of the class
   * @param score its probability
   */
  public record Predicted(int number, float score) implements Serializable {}

  /**
   * An answer that was explained.
   *
   * @param number of the class or attribute
   * @param scores its probability, by branch
   * @param ranges of its maps, by method
   */
  public record Answer(
      int number, Map<Branch, Float> scores, Map<ExplanationMethod, MapRange> ranges)
      implements Serializable {}

  static ExplainedImage of(ImageRecord record, Explanation found, MapPlace place) {
    Map<Branch, Predicted> predicted = new EnumMap<>(Branch.class);
    found
        .probabilities()
        .forEach(
            (branch, scores) -> {
              int best = Targets.best(scores);
              predicted.put(branch, new Predicted(best, scores[best]));
            });
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < found.targets().size(); i++) {
      answers.add(answer(found, i));
    }
    return new ExplainedImage(record.id(), record.labels(), predicted, List.copyOf(answers), place);
  }

  private static Answer answer(Explanation found, int place) {
    int target = found.targets().get(place);
    Map<Branch, Float> scores = new EnumMap<>(Branch.class);
    found.probabilities().forEach((branch, all) -> scores.put(branch, all[target]));
    Map<ExplanationMethod, MapRange> ranges = new EnumMap<>(ExplanationMethod.class);
    found.maps().keySet().forEach(m -> ranges.put(m, found.map(m, place).range()));
    return new Answer(target, scores, ranges);
  }
}
