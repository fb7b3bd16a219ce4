package org.abn.model.quality;

import org.nd4j.linalg.api.ndarray.INDArray;

/** What a network answers, for as many images at a time as it is asked about. */
@FunctionalInterface
public interface ImageScores {

  /**
   * The probabilities of the classes.
   *
   * @param images {@code [N, H, W, C]}, normalised as in training; closed by the caller after the
   *     call
   * @return by image, behind a softmax over the classes
   */
  float[][] probabilities(INDArray images);
}
