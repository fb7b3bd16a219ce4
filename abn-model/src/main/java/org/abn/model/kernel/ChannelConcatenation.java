package org.abn.model.kernel;

import java.nio.LongBuffer;
import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Joins two feature maps of one size along the channels, {@code [N, H, W, C1]} and {@code [N, H, W,
 * C2]} to {@code [N, H, W, C1 + C2]}, and takes a gradient apart in the same way. Arrays are
 * contiguous. An object serves one thread at a time.
 */
public sealed interface ChannelConcatenation {

  /**
   * The fastest there is for the type on this machine.
   *
   * @param first shape of the array whose channels come first
   * @param second shape of the other array
   */
  static ChannelConcatenation of(long[] first, long[] second, DataType type) {
    return OneDnn.serves(type)
        ? new ByOneDnn(first, second)
        : new ByNd4j(Kernels.here().maps(), first, second);
  }

  /** Of the array that the two are joined in. */
  long[] jointShape();

  /** Fills the joint map. */
  void join(INDArray first, INDArray second, INDArray joint);

  /** Fills the two maps, the reverse of {@link #join}. */
  void split(INDArray joint, INDArray first, INDArray second);

  /** Strided copies, from and to channel-last and channel-first maps. */
  final class ByNd4j implements ChannelConcatenation {

    private final long[] jointShape;
    private final long channelsOfFirst;

    /**
     * @param joint layout of the joint map
     * @param first shape of the array whose channels come first
     * @param second shape of the other array
     */
    ByNd4j(Layout joint, long[] first, long[] second) {
      jointShape = joint.arrayShape(mapShape(first, second));
      channelsOfFirst = Layout.mapShape(first)[3];
    }

    @Override
    public long[] jointShape() {
      return jointShape.clone();
    }

    @Override
    public void join(INDArray first, INDArray second, INDArray joint) {
      channelsOfFirst(joint).assign(channelFirst(first));
      channelsOfSecond(joint).assign(channelFirst(second));
    }

    @Override
    public void split(INDArray joint, INDArray first, INDArray second) {
      channelFirst(first).assign(channelsOfFirst(joint));
      channelFirst(second).assign(channelsOfSecond(joint));
    }

    private INDArray channelsOfFirst(INDArray joint) {
      return channels(joint, 0, channelsOfFirst);
    }

    private INDArray channelsOfSecond(INDArray joint) {
      return channels(joint, channelsOfFirst, Layout.mapShape(jointShape)[3]);
    }

    private static INDArray channels(INDArray map, long from, long to) {
      INDArrayIndex all = NDArrayIndex.all();
      return channelFirst(map).get(all, NDArrayIndex.interval(from, to), all, all);
    }

    /** A view {@code [N, C, H, W]} of a map in either layout. */
    private static INDArray channelFirst(INDArray map) {
      Layout layout = Layout.of(map.shape());
      INDArray plain = layout.plain(map);
      return layout.isBlocked() ? plain : plain.permute(0, 3, 1, 2);
    }
  }

  /** Of the joint map, {@code [N, H, W, C1 + C2]}. */
  private static long[] mapShape(long[] first, long[] second) {
    long[] map = Layout.mapShape(first);
    map[3] += Layout.mapShape(second)[3];
    return map;
  }

  /**
   * Strided copies at the speed of memory, from and to any {@link Layout}, the joint map
   * channel-last; oneDNN's own concatenation takes up to twice as long.
   */
  final class ByOneDnn implements ChannelConcatenation {

    private final long[] joint;
    private final Part first;
    private final Part second;

    ByOneDnn(long[] first, long[] second) {
      joint = mapShape(first, second);
      this.first = Part.of(first, joint, 0);
      this.second = Part.of(second, joint, Layout.mapShape(first)[3]);
    }

    @Override
    public long[] jointShape() {
      return joint.clone();
    }

    @Override
    public void join(INDArray first, INDArray second, INDArray joint) {
      this.first.into.run(first, joint);
      this.second.into.run(second, joint);
    }

    @Override
    public void split(INDArray joint, INDArray first, INDArray second) {
      this.first.outOf.run(joint, first);
      this.second.outOf.run(joint, second);
    }

    /** The ways of one map into its channels of the joint one and back. */
    private record Part(Primitive into, Primitive outOf) {

      static Part of(long[] shape, long[] joint, long firstChannel) {
        long[] map = Layout.mapShape(shape);
        memory.desc own = Layout.of(shape).description(map);
        memory.desc place =
            Layout.of(joint)
                .description(joint)
                .submemory_desc(
                    LongBuffer.wrap(new long[] {map[0], map[3], map[1], map[2]}),
                    LongBuffer.wrap(new long[] {0, firstChannel, 0, 0}));
        return new Part(Reorder.primitive(own, place), Reorder.primitive(place, own));
      }
    }
  }
}
