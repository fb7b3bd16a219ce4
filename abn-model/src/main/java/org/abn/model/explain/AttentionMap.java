package org.abn.model.explain;

import java.util.List;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The attention map M(x) of one image (Fukui et al. 2019, section 3.1), or that of one task.
 *
 * @param values {@code [height][width]}, in (0, 1) where the network ends its map in a sigmoid; a
 *     multi-task network's maps are raw
 */
public record AttentionMap(float[][] values) {

  /**
   * The maps of a mini-batch.
   *
   * @param maps {@code [N, H, W, T]}
   * @return those of each image, one a task
   */
  public static List<List<AttentionMap>> of(INDArray maps) {
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

  /** What its values reach from and to. */
  public MapRange range() {
    return MapRange.of(values);
  }
}
