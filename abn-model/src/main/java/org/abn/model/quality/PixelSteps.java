package org.abn.model.quality;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * An image on its way into another, the most salient pixels first: as many pixels a step as there
 * are in a row, so as many steps as there are rows. At 224 x 224 these are the steps of RISE
 * (Petsiuk et al. 2018).
 *
 * @param from the first image
 * @param to the last, of the same shape
 * @param order of the pixels
 */
record PixelSteps(NormalisedImage from, NormalisedImage to, int[] order) {

  /** Pixels become 0, the mean of the training images. */
  static PixelSteps deletion(NormalisedImage image, int[] order) {
    return new PixelSteps(image, image.with(new float[image.values().length]), order);
  }

  /** Pixels come into a blurred image. */
  static PixelSteps insertion(NormalisedImage image, int[] order) {
    return new PixelSteps(Blur.of(image), image, order);
  }

  /** How many images there are: both ends count. */
  static int count(NormalisedImage image) {
    return image.height() + 1;
  }

  /** Passes on each image; the array is the same every time. */
  void forEach(Consumer<float[]> consumer) {
    int step = from.width();
    int channels = from.channels();
    float[] current = from.values().clone();
    consumer.accept(current);
    for (int done = 0; done < order.length; done += step) {
      for (int pixel : Arrays.copyOfRange(order, done, done + step)) {
        System.arraycopy(to.values(), pixel * channels, current, pixel * channels, channels);
      }
      consumer.accept(current);
    }
  }
}
