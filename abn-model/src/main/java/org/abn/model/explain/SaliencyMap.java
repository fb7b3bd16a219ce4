package org.abn.model.explain;

import java.util.List;
import java.util.stream.LongStream;
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
    INDArray channelFirst = maps.permute(0, 3, 1, 2);
    return LongStream.range(0, maps.size(0))
        .mapToObj(channelFirst::slice)
        .map(SaliencyMap::ofOne)
        .toList();
  }

  /** Of {@code [T, H, W]}. */
  private static List<SaliencyMap> ofOne(INDArray maps) {
    return LongStream.range(0, maps.size(0))
        .mapToObj(task -> new SaliencyMap(maps.slice(task).toFloatMatrix()))
        .toList();
  }

  /** What its values reach from and to. */
  public MapRange range() {
    return MapRange.of(values);
  }
}
