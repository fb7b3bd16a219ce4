package org.abn.model.backbone;

/**
 * Blocks of one width and resolution.
 *
 * @param name of its modules in the public checkpoints
 * @param blocks how many, at least 1
 * @param block the unit
 * @param stride of the first block; the others keep the resolution
 */
public record Stage(String name, int blocks, ResidualBlock block, int stride) {

  /** Refuses a stage without blocks. */
  public Stage {
    if (blocks < 1) {
      throw new IllegalArgumentException(
          "blocks of %s must be at least 1, cannot be: %d".formatted(name, blocks));
    }
  }

  /**
   * The attention branch's copy: the same blocks at full resolution, with weights of its own (Fukui
   * et al. 2019, section 3.1).
   */
  public Stage forAttention() {
    return new Stage("att_" + name, blocks, block, 1);
  }

  /** Adds the stage's blocks to a graph. */
  public FeatureMap build(GraphScope g, FeatureMap in) {
    FeatureMap x = in;
    for (int i = 0; i < blocks; i++) {
      x = block.build(g.module(name + "." + i), x, i == 0 ? stride : 1);
    }
    return x;
  }
}
