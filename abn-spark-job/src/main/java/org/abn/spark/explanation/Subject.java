package org.abn.spark.explanation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.abn.model.explain.ExplanationMethod;

/**
 * Whose maps are measured: a method's, or a control's that knows nothing of the network.
 *
 * @param name such as {@code grad-cam} or {@code centre}
 * @param method empty of a control
 */
public record Subject(String name, Optional<ExplanationMethod> method) {

  static final String RANDOM = "random";
  static final String CENTRE = "centre";

  /** The methods, and behind them the controls. */
  public static List<Subject> of(List<ExplanationMethod> methods) {
    List<Subject> subjects = new ArrayList<>();
    methods.forEach(method -> subjects.add(new Subject(method.toString(), Optional.of(method))));
    subjects.add(new Subject(RANDOM, Optional.empty()));
    subjects.add(new Subject(CENTRE, Optional.empty()));
    return subjects;
  }
}
