package org.abn.model.explain;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The last feature map's channels, weighted by how a score depends on them and added up.
 *
 * <p>With {@code a} the means of the gradient over Z positions, Grad-CAM is {@code ReLU(sum a_k
 * A_k)}. Behind global average pooling and one layer of weights w, the gradient is {@code w / Z}
 * everywhere; so CAM, {@code sum w_k A_k}, is {@code Z sum a_k A_k} (Selvaraju et al. 2017, section
 * 3.1).
 */
final class WeightedFeatures {

  private final int height;
  private final int width;
  private final int channels;
  private final float[] features;
  private final float[] weights;

  private WeightedFeatures(long[] shape, float[] features, float[] weights) {
    height = (int) shape[1];
    width = (int) shape[2];
    channels = (int) shape[3];
    this.features = features;
    this.weights = weights;
  }

  /**
   * Copies what is needed, to the heap.
   *
   * @param features {@code A}, {@code [N, H, W, C]}
   * @param weights {@code a}, {@code [N, C]}: the gradient's means over positions
   */
  static WeightedFeatures of(INDArray features, INDArray weights) {
    return new WeightedFeatures(features.shape(), floats(features), floats(weights));
  }

  private static float[] floats(INDArray array) {
    try (INDArray plain = array.dup('c')) {
      return plain.data().asFloat();
    }
  }

  /** The map of one of the images, by CAM or Grad-CAM. */
  SaliencyMap map(ExplanationMethod method, int image) {
    float[][] map = new float[height][width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double sum = sum(image, (image * height + y) * width + x);
        map[y][x] =
            (float) (method == ExplanationMethod.CAM ? height * width * sum : Math.max(0, sum));
      }
    }
    return new SaliencyMap(map);
  }

  private double sum(int image, int position) {
    double sum = 0;
    for (int c = 0; c < channels; c++) {
      sum += (double) weights[image * channels + c] * features[position * channels + c];
    }
    return sum;
  }
}
