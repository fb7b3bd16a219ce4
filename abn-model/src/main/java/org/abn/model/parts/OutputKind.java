package org.abn.model.parts;

/** What the logits of an output mean, and so how they become probabilities. */
public enum OutputKind {
  /** One logit a class, {@code [N, K]}; their softmax gives the classes' probabilities. */
  CLASSES,
  /** One logit an attribute, {@code [N, T]}; its sigmoid gives the probability of yes. */
  ATTRIBUTES,
  /**
   * Two logits an attribute, {@code [N, 2 T]}, for no at {@code 2 t} and yes at {@code 2 t + 1};
   * the softmax of each pair gives their probabilities.
   */
  ATTRIBUTE_PAIRS;

  /**
   * The probability of each class, or that an image has each attribute.
   *
   * @param probabilities of an image, as the output gives them
   */
  public float[] answers(float[] probabilities) {
    if (this != ATTRIBUTE_PAIRS) {
      return probabilities;
    }
    float[] yes = new float[probabilities.length / 2];
    for (int t = 0; t < yes.length; t++) {
      yes[t] = probabilities[2 * t + 1];
    }
    return yes;
  }
}
