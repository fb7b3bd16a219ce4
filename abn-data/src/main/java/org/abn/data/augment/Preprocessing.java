package org.abn.data.augment;

import java.io.Serializable;

/**
 * All that is done to an image before a network sees it.
 *
 * @param framing how it gets the network's size
 * @param augmentation how it is varied
 * @param normalisation what is done to every pixel
 */
public record Preprocessing(Framing framing, Augmentation augmentation, Normalisation normalisation)
    implements Serializable {
  /** The same without variation. */
  public Preprocessing forEvaluation() {
    return new Preprocessing(framing, Augmentation.NONE, normalisation);
  }
}
