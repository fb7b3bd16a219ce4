package org.abn.model.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How much each place of one image counts: an attention map M(x) (Fukui et al. 2019, section 3.1),
 * or what CAM or Grad-CAM gives for a class.
 *
 * @param values {@code [height][width]}, of any range; coarser than the image
 */
public record SaliencyMap(float[][] values) {

  /**
   * The maps of a mini-batch.
   *
   * @param maps {@code [N, H, W, T]}
   * @return those of each image, one a task
   */
  public static List<List<SaliencyMap>> of(INDArray maps) {
    int height = (int) maps.size(1);
    int width = (int) maps.size(2);
    int tasks = (int) maps.size(3);
    // At once: slices of ND4J's take longer than a small network's answer.
    float[] values = floats(maps);
    List<List<SaliencyMap>> ofImages = new ArrayList<>();
    for (int n = 0; n < maps.size(0); n++) {
      int first = n * height * width * tasks;
      ofImages.add(
          IntStream.range(0, tasks)
              .mapToObj(
                  task -> new SaliencyMap(strided(values, first + task, tasks, height, width)))
              .toList());
    }
    return ofImages;
  }

  /** All values of an array, in C order. */
  static float[] floats(INDArray array) {
    try (INDArray plain = array.dup('c')) {
      return plain.data().asFloat();
    }
  }

  private static float[][] strided(float[] values, int first, int step, int height, int width) {
    float[][] map = new float[height][width];
    for (int i = 0; i < height * width; i++) {
      map[i / width][i % width] = values[first + i * step];
    }
    return map;
  }

  /** What its values reach from and to. */
  public MapRange range() {
    return MapRange.of(values);
  }
}
