package org.abn.spark.results;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.abn.data.record.LabelNames;
import org.abn.model.explain.Explanation;
import org.abn.model.explain.Targets;

/**
 * How a network's scores change where another attention map takes the place of its own: {@code
 * what-if.csv} of all answers, and a line of those that matter.
 *
 * @param image its name
 * @param map URI of the map that was given
 * @param answers every class or attribute, with both scores
 * @param matters numbers of those that the line tells
 */
public record WhatIfReport(String image, String map, List<Answer> answers, List<Integer> matters) {

  /** Copies the lists. */
  public WhatIfReport {
    answers = List.copyOf(answers);
    matters = List.copyOf(matters);
  }

  /**
   * A class or attribute.
   *
   * @param name of it
   * @param score with the network's own map
   * @param scoreWithGiven with the map that was given
   */
  public record Answer(String name, float score, float scoreWithGiven) {}

  /**
   * What came of a map.
   *
   * @param own with the network's own map
   * @param other with the map that was given
   */
  public static WhatIfReport of(
      LabelNames names, String image, String map, Explanation own, Explanation other) {
    List<String> known = names.areClasses() ? names.classes() : names.attributes();
    List<Answer> answers = new ArrayList<>();
    for (int k = 0; k < known.size(); k++) {
      answers.add(new Answer(known.get(k), own.perception()[k], other.perception()[k]));
    }
    return new WhatIfReport(image, map, answers, matters(names, own, other));
  }

  /** What was predicted before and is after; of attributes those that were asked for. */
  private static List<Integer> matters(LabelNames names, Explanation own, Explanation other) {
    List<Integer> matters = new ArrayList<>(own.targets());
    if (names.areClasses()) {
      matters.add(0, Targets.best(own.perception()));
      matters.add(1, Targets.best(other.perception()));
    }
    return matters.stream().distinct().toList();
  }

  /** Such as "cat.jpg: dog 0.83 -> 0.31, cat 0.12 -> 0.61". */
  public String line() {
    List<String> changes = new ArrayList<>();
    for (int k : matters) {
      Answer answer = answers.get(k);
      changes.add(
          String.format(
              Locale.ROOT, "%s %.2f -> %.2f", answer.name, answer.score, answer.scoreWithGiven));
    }
    return image + ": " + String.join(", ", changes);
  }

  /** Every answer, a row each. */
  public String csv() throws IOException {
    List<List<?>> rows = new ArrayList<>();
    for (Answer answer : answers) {
      rows.add(
          List.of(
              answer.name,
              String.format(Locale.ROOT, "%.6f", answer.score),
              String.format(Locale.ROOT, "%.6f", answer.scoreWithGiven)));
    }
    return Csv.text(List.of("answer", "score", "score_with_given_map"), rows);
  }
}
