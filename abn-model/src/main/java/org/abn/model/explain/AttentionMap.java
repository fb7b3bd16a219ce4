package org.abn.model.explain;

import java.util.List;
import java.util.stream.LongStream;
import org.abn.model.abn.AttentionBranchNetwork;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The attention map M(x) of one image (Fukui et al. 2019, section 3.1), or that of one task.
 *
 * @param values {@code [height][width]}, in (0, 1) where the network ends its map in a sigmoid; a
 *     multi-task network's maps are raw
 */
public record AttentionMap(float[][] values) {

  /**
   * The maps of a batch, in inference mode.
   *
   * @param network with an attention branch
   * @param images {@code [N, H, W, C]}, normalised as in training
   * @return the maps of each image: one, or of a multi-task network one a task
   */
  public static List<List<AttentionMap>> of(ComputationGraph network, INDArray images) {
    List<String> vertex =
        AttentionBranchNetwork.attentionMap(network.getConfiguration()).stream().toList();
    INDArray maps = network.output(vertex, false, new INDArray[] {images}, null)[0];
    INDArray channelFirst = maps.permute(0, 3, 1, 2);
    return LongStream.range(0, maps.size(0))
        .mapToObj(channelFirst::slice)
        .map(AttentionMap::ofOne)
        .toList();
  }

  /** Of {@code [T, H, W]}. */
  private static List<AttentionMap> ofOne(INDArray maps) {
    return LongStream.range(0, maps.size(0))
        .mapToObj(task -> new AttentionMap(maps.slice(task).toFloatMatrix()))
        .toList();
  }

  /** The same map with its least value at 0 and its greatest at 1; a constant one at 0. */
  AttentionMap stretched() {
    float least = Float.POSITIVE_INFINITY;
    float greatest = Float.NEGATIVE_INFINITY;
    for (float[] row : values) {
      for (float value : row) {
        least = Math.min(least, value);
        greatest = Math.max(greatest, value);
      }
    }
    return scaled(least, greatest > least ? greatest - least : 1);
  }

  /** The same map with 0 at a half and its value farthest from 0 at 0 or 1. */
  AttentionMap centred() {
    float farthest = 0;
    for (float[] row : values) {
      for (float value : row) {
        farthest = Math.max(farthest, Math.abs(value));
      }
    }
    return farthest == 0 ? scaled(-0.5f, 1) : scaled(-farthest, 2 * farthest);
  }

  private AttentionMap scaled(float zero, float range) {
    float[][] scaled = new float[values.length][values[0].length];
    for (int y = 0; y < values.length; y++) {
      for (int x = 0; x < values[y].length; x++) {
        scaled[y][x] = (values[y][x] - zero) / range;
      }
    }
    return new AttentionMap(scaled);
  }

  /**
   * The value at a place, interpolated bilinearly between the centres of positions.
   *
   * @param v place along the height, from 0 (upper edge) to 1
   * @param u place along the width, from 0 (left edge) to 1
   */
  float at(double v, double u) {
    double y = clamp(v * values.length - 0.5, values.length - 1);
    double x = clamp(u * values[0].length - 0.5, values[0].length - 1);
    int top = (int) y;
    int left = (int) x;
    int bottom = Math.min(top + 1, values.length - 1);
    int right = Math.min(left + 1, values[0].length - 1);
    double upper = mix(values[top][left], values[top][right], x - left);
    double lower = mix(values[bottom][left], values[bottom][right], x - left);
    return (float) mix(upper, lower, y - top);
  }

  private static double clamp(double value, double most) {
    return Math.max(0, Math.min(most, value));
  }

  private static double mix(double a, double b, double share) {
    return a + (b - a) * share;
  }
}
