package org.abn.model.kernel;

import java.util.Arrays;
import org.abn.model.kernel.Geometry.Window;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.format_tag;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How the values of a feature map lie in memory; the rank of its array says which.
 *
 * <ul>
 *   <li>channel-last: an array {@code [N, H, W, C]}
 *   <li>blocked: an array {@code [N, C / b, H, W, b]}, with {@code b} channels to a vector register
 *       of the processor; oneDNN's convolutions are fastest on it, and only its kernels make it
 * </ul>
 *
 * Both are contiguous in row-major order. A map of {@code b} channels lies in memory the same way
 * in both and is always called channel-last.
 *
 * @param block b, or 0 for channel-last
 */
public record Layout(int block) {

  private static final Layout CHANNEL_LAST = new Layout(0);
  private static final int BLOCKED_RANK = 5;

  /** The layout of an array of this shape. */
  static Layout of(long... arrayShape) {
    return arrayShape.length == BLOCKED_RANK ? new Layout((int) arrayShape[4]) : CHANNEL_LAST;
  }

  /** The map {@code [N, H, W, C]} that an array of this shape holds. */
  public static long[] mapShape(long... arrayShape) {
    long[] s = arrayShape;
    return s.length == BLOCKED_RANK ? new long[] {s[0], s[2], s[3], s[1] * s[4]} : s.clone();
  }

  /** The layout in which oneDNN convolves fastest here; input and output have the same. */
  static Layout preferred(Window window) {
    int block = OneDnn.blockedChannels();
    int in = window.inChannels() / window.groups();
    int out = window.outChannels() / window.groups();
    boolean more = window.inChannels() > block || window.outChannels() > block;
    return in % block == 0 && out % block == 0 && more ? new Layout(block) : CHANNEL_LAST;
  }

  boolean isBlocked() {
    return block > 0;
  }

  /** The shape of the array for a map {@code [N, H, W, C]}. */
  long[] arrayShape(long... map) {
    return block == 0 || map[3] == block
        ? map.clone()
        : new long[] {map[0], map[3] / block, map[1], map[2], block};
  }

  /** What oneDNN calls a map {@code [N, H, W, C]} in this layout. */
  memory.desc description(long... map) {
    format_tag tag =
        switch (block) {
          case 0 -> format_tag.nhwc;
          case 8 -> format_tag.nChw8c;
          case 16 -> format_tag.nChw16c;
          default -> throw new IllegalArgumentException("no layout has blocks of " + block);
        };
    return OneDnn.floats(tag, map[0], map[3], map[1], map[2]);
  }

  /** The way from an array of a shape to this layout of the map that it holds. */
  Reorder from(long... arrayShape) {
    long[] map = mapShape(arrayShape);
    boolean same = Arrays.equals(arrayShape(map), arrayShape);
    return same
        ? Reorder.none(description(map))
        : new Reorder(of(arrayShape).description(map), description(map));
  }

  /** A map as {@code [N, H, W, C]}: itself, or a copy. */
  public static INDArray channelLast(INDArray map, ArrayType kind, LayerWorkspaceMgr workspaces) {
    return as(mapShape(map.shape()), map, kind, workspaces);
  }

  /** A map in an array of another of its shapes: itself, or a copy. */
  public static INDArray as(
      long[] arrayShape, INDArray map, ArrayType kind, LayerWorkspaceMgr workspaces) {
    if (map.rank() == arrayShape.length) {
      return map;
    }
    INDArray copy = workspaces.createUninitialized(kind, map.dataType(), arrayShape, 'c');
    long[] shape = mapShape(arrayShape);
    Reorder.primitive(of(map.shape()).description(shape), of(arrayShape).description(shape))
        .run(map, copy);
    return copy;
  }
}
