package org.abn.model.quality;

import java.util.Random;
import java.util.function.Consumer;

/**
 * The images of ROAD, "remove and debias" (Rong et al. 2022), as pytorch-grad-cam makes them: at
 * each of nine percentiles of the map, the pixels from there on are removed and made up from what
 * is left, with noise on them, so that the network sees neither holes nor their outlines.
 *
 * <p>Of n pixels the {@code ceil(p (n - 1) / 100)} least salient ones are kept, which are those
 * below NumPy's percentile; unlike there, pixels of equal value do not go together, so a map of few
 * values, such as a Grad-CAM that is 0 at most places, does not remove the whole image.
 *
 * @param image to remove from
 * @param order of its pixels, the most salient first
 */
record Road(NormalisedImage image, int[] order) {

  /** Percentiles 10, 20, ... 90. */
  static final int PERCENTILES = 9;

  /** The deviation of what is added to each made-up value, in units of the normalised image. */
  static final double NOISE = 0.01;

  /** Passes on the images without their most salient pixels, from percentile 10 on. */
  void mostRelevantFirst(Random noise, Consumer<float[]> consumer) {
    for (int i = 1; i <= PERCENTILES; i++) {
      consumer.accept(without(0, order.length - kept(i), noise));
    }
  }

  /** Passes on the images without their least salient pixels, from percentile 10 on. */
  void leastRelevantFirst(Random noise, Consumer<float[]> consumer) {
    for (int i = 1; i <= PERCENTILES; i++) {
      consumer.accept(without(kept(i), order.length, noise));
    }
  }

  /** How many pixels are below a tenth of the percentiles. */
  private int kept(int tenth) {
    return (tenth * (order.length - 1) + PERCENTILES) / (PERCENTILES + 1);
  }

  private float[] without(int from, int to, Random noise) {
    boolean[] removed = new boolean[order.length];
    for (int i = from; i < to; i++) {
      removed[order[i]] = true;
    }
    float[] imputed = new LinearImputation(image.height(), image.width(), removed).impute(image);
    for (int i = 0; i < imputed.length; i++) {
      if (removed[i / image.channels()]) {
        imputed[i] += (float) (NOISE * noise.nextGaussian());
      }
    }
    return imputed;
  }
}
