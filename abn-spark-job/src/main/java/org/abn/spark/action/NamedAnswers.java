package org.abn.spark.action;

import java.util.List;
import org.abn.data.InvalidDataException;
import org.abn.data.record.LabelNames;
import org.abn.model.explain.Targets;

/** Classes or attributes as a user names them. */
final class NamedAnswers {

  private NamedAnswers() {}

  /**
   * Their numbers.
   *
   * @param answers none for those that are predicted
   * @throws InvalidDataException where the network has no such answer
   */
  static Targets targets(List<String> answers, LabelNames names) {
    List<String> known = names.areClasses() ? names.classes() : names.attributes();
    for (String answer : answers) {
      if (!known.contains(answer)) {
        throw InvalidDataException.of(
            "--class must name one of the network's %s, such as %s, cannot be: %s",
            names, known.get(0), answer);
      }
    }
    return new Targets(answers.stream().map(known::indexOf).toList());
  }
}
