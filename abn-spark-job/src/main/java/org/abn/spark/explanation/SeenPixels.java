package org.abn.spark.explanation;

import java.io.Serializable;
import org.abn.data.augment.Normalisation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Images as a network sees them, as colours again.
 *
 * @param normalisation that was done to them
 */
public record SeenPixels(Normalisation normalisation) implements Serializable {

  /**
   * One image of a mini-batch.
   *
   * @param images {@code [N, H, W, C]}, normalised
   * @param n its number
   * @return {@code [H][W][C]}, in [0, 1] to rounding
   */
  public float[][][] of(INDArray images, int n) {
    int width = (int) images.size(2);
    int channels = (int) images.size(3);
    float[] mean = normalisation.mean();
    float[] std = normalisation.std();
    float[] values = images.slice(n).dup('c').data().asFloat();
    float[][][] pixels = new float[(int) images.size(1)][width][channels];
    for (int i = 0; i < values.length; i++) {
      int channel = i % channels;
      int position = i / channels;
      pixels[position / width][position % width][channel] =
          values[i] * std[channel] + mean[channel];
    }
    return pixels;
  }
}
