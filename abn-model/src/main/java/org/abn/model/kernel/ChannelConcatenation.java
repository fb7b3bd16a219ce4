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
 * contiguous, the joint one channel-last. An object serves one thread at a time.
 */
public sealed interface ChannelConcatenation {

  /**
   * The fastest there is for the type on this machine.
   *
   * @param first shape of the array whose channels come first
   * @param second shape of the other array
   */
  static ChannelConcatenation of(long[] first, long[] second, DataType type) {
    return OneDnn.serves(type) ? new ByOneDnn(first, second) : new ByNd4j();
  }

  /** Fills the joint map. */
  void join(INDArray first, INDArray second, INDArray joint);

  /** Fills the two maps, the reverse of {@link #join}. */
  void split(INDArray joint, INDArray first, INDArray second);

  /** Whatever the shapes. */
  record ByNd4j() implements ChannelConcatenation {

    @Override
    public void join(INDArray first, INDArray second, INDArray joint) {
      Operations.run("concat", new INDArray[] {first, second}, new INDArray[] {joint}, 3);
    }

    @Override
    public void split(INDArray joint, INDArray first, INDArray second) {
      first.assign(channels(joint, 0, first.size(3)));
      second.assign(channels(joint, first.size(3), joint.size(3)));
    }

    private static INDArray channels(INDArray map, long from, long to) {
      INDArrayIndex all = NDArrayIndex.all();
      return map.get(all, all, all, NDArrayIndex.interval(from, to));
    }
  }

  /**
   * Strided copies at the speed of memory, from and to either {@link Layout}; oneDNN's own
   * concatenation takes up to twice as long.
   */
  final class ByOneDnn implements ChannelConcatenation {

    private final Part first;
    private final Part second;

    ByOneDnn(long[] first, long[] second) {
      long[] joint = Layout.mapShape(first);
      long channels = joint[3];
      joint[3] += Layout.mapShape(second)[3];
      this.first = Part.of(first, joint, 0);
      this.second = Part.of(second, joint, channels);
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
