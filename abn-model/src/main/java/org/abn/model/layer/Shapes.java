package org.abn.model.layer;

import java.util.Locale;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;

/** What the layers demand of sizes and shapes, with the messages for those that break it. */
final class Shapes {

  private Shapes() {}

  static int atLeast(int least, int value, String what) {
    if (value < least) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s must be at least %d, cannot be: %d", what, least, value));
    }
    return value;
  }

  static InputTypeConvolutional channelLast(InputType type, int channels, String layer) {
    if (type instanceof InputTypeConvolutional map
        && map.getFormat() == CNN2DFormat.NHWC
        && map.getChannels() == channels) {
      return map;
    }
    throw new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "Layer %s expects a channel-last feature map of %d channels, got %s",
            layer,
            channels,
            type));
  }

  /** The array, or a copy of it where it is not contiguous in row-major order. */
  static INDArray contiguous(INDArray x, ArrayType kind, LayerWorkspaceMgr workspaces) {
    boolean contiguous = x.ordering() == 'c' && Shape.hasDefaultStridesForShape(x);
    return contiguous ? x : workspaces.dup(kind, x, 'c');
  }
}
