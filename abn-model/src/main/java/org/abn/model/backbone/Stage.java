package org.abn.model.backbone;

import java.util.Locale;
import org.abn.model.graph.FeatureMap;
import org.abn.model.graph.GraphScope;

/**
 * Blocks of one width and resolution.
 *
 * @param prefix of its blocks' modules in the public checkpoints, before their number: {@code
 *     layer3.}
 * @param blocks how many, at least 1
 * @param block the unit
 * @param stride of the first block; the others keep the resolution
 */
record Stage(String prefix, int blocks, Block block, int stride) implements Section {

  /** Refuses a stage without blocks. */
  Stage {
    if (blocks < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "blocks of %s must be at least 1, cannot be: %d", prefix, blocks));
    }
  }

  /** The same blocks under another name, all at full resolution. */
  Stage atFullResolution(String otherPrefix) {
    return new Stage(otherPrefix, blocks, block, 1);
  }

  @Override
  public FeatureMap build(GraphScope g, FeatureMap in) {
    FeatureMap x = in;
    for (int i = 0; i < blocks; i++) {
      x = block.build(g.module(prefix + i), x, i == 0 ? stride : 1);
    }
    return x;
  }
}
