package org.abn.model.explain;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.abn.model.parts.OutputKind;

/**
 * Which of a network's answers are explained.
 *
 * @param given by number; none for the class that is predicted of each image, or for all attributes
 */
public record Targets(List<Integer> given) implements Serializable {

  /** The class that is predicted of each image, or all attributes. */
  public static final Targets PREDICTED = new Targets(List.of());

  /** Copies the list. */
  public Targets {
    given = List.copyOf(given);
  }

  /**
   * Those of one image.
   *
   * @param kind of the perception branch's output
   * @param probabilities of its answers
   */
  int[] of(OutputKind kind, float[] probabilities) {
    if (!given.isEmpty()) {
      return given.stream().mapToInt(Integer::intValue).toArray();
    }
    return kind == OutputKind.CLASSES
        ? new int[] {best(probabilities)}
        : IntStream.range(0, probabilities.length).toArray();
  }

  /** The class of the greatest probability, the first of several; 0 where all are NaN. */
  public static int best(float[] probabilities) {
    int best = 0;
    for (int k = 1; k < probabilities.length; k++) {
      best = probabilities[k] > probabilities[best] ? k : best;
    }
    return best;
  }
}
