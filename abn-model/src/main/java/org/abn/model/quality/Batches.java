package org.abn.model.quality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Images one after the other, of which a network sees as many at a time as a batch holds. */
final class Batches {

  private final ImageScores network;
  private final NormalisedImage shape;
  private final float[] batch;
  private final List<float[]> answers = new ArrayList<>();
  private int filled;

  /**
   * A sequence that is empty so far.
   *
   * @param size of a batch, in images
   * @param shape an image of the shape that all have
   */
  Batches(ImageScores network, int size, NormalisedImage shape) {
    this.network = network;
    this.shape = shape;
    batch = new float[Math.multiplyExact(size, shape.values().length)];
  }

  /** Appends a copy. */
  void add(float[] image) {
    System.arraycopy(image, 0, batch, filled, image.length);
    filled += image.length;
    if (filled == batch.length) {
      ask();
    }
  }

  /** The probabilities for all images, in their order. */
  List<float[]> answers() {
    if (filled > 0) {
      ask();
    }
    return answers;
  }

  private void ask() {
    int count = filled / shape.values().length;
    long[] dimensions = {count, shape.height(), shape.width(), shape.channels()};
    float[] asked = filled == batch.length ? batch : Arrays.copyOf(batch, filled);
    try (INDArray images = Nd4j.create(asked, dimensions, 'c')) {
      float[][] probabilities = network.probabilities(images);
      if (probabilities.length != count) {
        throw new IllegalStateException(
            "%s images must have as many answers, cannot have: %s"
                .formatted(count, probabilities.length));
      }
      answers.addAll(List.of(probabilities));
    }
    filled = 0;
  }
}
