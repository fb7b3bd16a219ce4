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
 *   <li>channel-first: blocks of one channel, {@code [N, C, H, W, 1]}; cuDNN's convolutions are
 *       fastest on it
 * </ul>
 *
 * All are contiguous in row-major order. A map of {@code b} channels lies in memory the same way in
 * blocks as channel-last, and is always called channel-last.
 *
 * @param block b, or 0 for channel-last
 */
public record Layout(int block) {

  static final Layout CHANNEL_LAST = new Layout(0);
  static final Layout CHANNEL_FIRST = new Layout(1);
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

  @Override
  public String toString() {
    return switch (block) {
      case 0 -> "channel-last";
      case 1 -> "channel-first";
      default -> "blocked";
    };
  }

  boolean isBlocked() {
    return block > 0;
  }

  private boolean isChannelFirst() {
    return block == 1;
  }

  /** The axis of the channels in {@link #plain}. */
  int channelAxis() {
    return isChannelFirst() ? 1 : 3;
  }

  /**
   * A map that has this layout as ND4J's operations know it: {@code [N, C, H, W]} where it is
   * channel-first.
   */
  INDArray plain(INDArray map) {
    long[] m = mapShape(map.shape());
    return isChannelFirst() ? map.reshape('c', m[0], m[3], m[1], m[2]) : map;
  }

  /** A map whose channels lie along one axis: itself, or channel-last where blocks are of more. */
  public static INDArray onOneAxis(INDArray map, ArrayType kind, LayerWorkspaceMgr workspaces) {
    return of(map.shape()).isChannelFirst() ? map : channelLast(map, kind, workspaces);
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
          case 1 -> format_tag.nchw;
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

  /** A map {@code [N, H, W, 1]} in the rank of another, over whose channels it then spreads. */
  public static INDArray spread(INDArray map, int rank) {
    return rank == BLOCKED_RANK
        ? map.reshape('c', map.size(0), 1, map.size(1), map.size(2), 1)
        : map;
  }

  /** A map in an array of another of its shapes: itself, or a copy. */
  public static INDArray as(
      long[] arrayShape, INDArray map, ArrayType kind, LayerWorkspaceMgr workspaces) {
    if (map.rank() == arrayShape.length) {
      return map;
    }
    INDArray copy = workspaces.createUninitialized(kind, map.dataType(), arrayShape, 'c');
    copy(map, copy);
    return copy;
  }

  /** Fills a map from the same in another layout. */
  static void copy(INDArray from, INDArray to) {
    long[] map = mapShape(to.shape());
    if (OneDnn.serves(to.dataType())) {
      Reorder.primitive(of(from.shape()).description(map), of(to.shape()).description(map))
          .run(from, to);
    } else {
      Layout blocked = of(from.rank() == BLOCKED_RANK ? from.shape() : to.shape());
      blocked.inBlocks(to).assign(blocked.inBlocks(from));
    }
  }

  /** A view {@code [N, C / b, H, W, b]} of a map in this layout or channel-last. */
  private INDArray inBlocks(INDArray map) {
    long[] s = map.shape();
    return s.length == BLOCKED_RANK
        ? map
        : map.reshape('c', s[0], s[1], s[2], s[3] / block, block).permute(0, 3, 1, 2, 4);
  }
}
