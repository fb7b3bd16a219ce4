package org.abn.model.backbone;

import org.abn.model.graph.FeatureMap;
import org.abn.model.graph.GraphScope;

/**
 * How a network begins: a convolution, with batch norm and ReLU behind it, with a max pool, or
 * alone.
 *
 * @param convolution its module in the public checkpoints
 * @param channels it gives
 * @param norm the batch norm's module
 * @param window what it looks at
 */
record Stem(String convolution, int channels, String norm, Window window) {

  /** The convolution's kernel, and what follows it. */
  enum Window {
    /** 3x3, before stages that begin with a batch norm of their own. */
    SMALL_BARE,
    /** 3x3, batch norm and ReLU: for images of 32x32. */
    SMALL,
    /** 7x7 at stride 2, batch norm and ReLU, max pool 3x3 at stride 2: for images of 224x224. */
    LARGE
  }

  static Stem small(String convolution, int channels, String norm) {
    return new Stem(convolution, channels, norm, Window.SMALL);
  }

  static Stem smallBare(int channels) {
    return new Stem("conv1", channels, "", Window.SMALL_BARE);
  }

  static Stem large(int channels) {
    return new Stem("conv1", channels, "bn1", Window.LARGE);
  }

  FeatureMap build(GraphScope g, FeatureMap image) {
    return switch (window) {
      case SMALL_BARE -> g.convolution(convolution, image, channels, 3, 1);
      case SMALL -> g.batchNormReLU(norm, g.convolution(convolution, image, channels, 3, 1));
      case LARGE -> {
        FeatureMap x = g.batchNormReLU(norm, g.convolution(convolution, image, channels, 7, 2));
        yield g.maxPooling("maxpool", x, 3, 2, 1);
      }
    };
  }
}
