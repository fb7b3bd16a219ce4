package org.abn.model.quality;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Softmax of a linear map of an image's means in 3 x 3 blocks; remembers how it was asked. */
final class BlockNetwork implements ImageScores {

  private static final int BLOCKS = 3;

  private final float[][] weights;
  private final List<Long> batches = new ArrayList<>();

  /**
   * A network.
   *
   * @param weights {@code [block row, block column, channel][class]}
   */
  BlockNetwork(float[][] weights) {
    this.weights = weights;
  }

  /** How many images there were at a time. */
  List<Long> batches() {
    return batches;
  }

  @Override
  public float[][] probabilities(INDArray images) {
    batches.add(images.size(0));
    float[][] probabilities = new float[(int) images.size(0)][];
    for (int n = 0; n < probabilities.length; n++) {
      probabilities[n] = softmax(logits(NormalisedImage.of(images.slice(n))));
    }
    return probabilities;
  }

  private double[] logits(NormalisedImage image) {
    double[] logits = new double[weights[0].length];
    int blockHeight = image.height() / BLOCKS;
    int blockWidth = image.width() / BLOCKS;
    for (int i = 0; i < image.values().length; i++) {
      int pixel = i / image.channels();
      int block = pixel / image.width() / blockHeight * BLOCKS + pixel % image.width() / blockWidth;
      float[] row = weights[block * image.channels() + i % image.channels()];
      for (int k = 0; k < logits.length; k++) {
        logits[k] += image.values()[i] * row[k] / (blockHeight * blockWidth);
      }
    }
    return logits;
  }

  private static float[] softmax(double[] logits) {
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp(logit);
    }
    float[] probabilities = new float[logits.length];
    for (int k = 0; k < logits.length; k++) {
      probabilities[k] = (float) (Math.exp(logits[k]) / sum);
    }
    return probabilities;
  }
}
