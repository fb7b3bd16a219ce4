package org.abn.model.quality;

import java.util.List;
import org.abn.model.explain.Targets;

/** Of answers, read one after the other, the probability of what is predicted by the first. */
final class Confidences {

  private final List<float[]> answers;
  private final int predicted;
  private int read = 1;

  Confidences(List<float[]> answers) {
    this.answers = answers;
    predicted = Targets.best(answers.get(0));
  }

  /** Of as many answers, from the first that has not been read. */
  double[] next(int count) {
    double[] next = new double[count];
    for (int i = 0; i < count; i++) {
      next[i] = answers.get(read++)[predicted];
    }
    return next;
  }
}
