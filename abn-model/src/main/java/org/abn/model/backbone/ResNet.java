package org.abn.model.backbone;

import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.abn.model.backbone.StagedBackbone.Names;

/** Residual networks (He et al. 2016), also with squeeze-and-excitation (Hu et al. 2018). */
public final class ResNet {

  /** From this depth on the authors' code uses bottlenecks, so its "ResNet110" has 164 layers. */
  private static final int FIRST_BOTTLENECK_DEPTH = 44;

  /** He et al. 2016, Table 1. */
  private static final Map<Integer, Depth> IMAGENET =
      Map.of(
          18, new Depth(BasicBlock::new, 2, 2, 2, 2),
          34, new Depth(BasicBlock::new, 3, 4, 6, 3),
          50, new Depth(Bottleneck::new, 3, 4, 6, 3),
          101, new Depth(Bottleneck::new, 3, 4, 23, 3),
          152, new Depth(Bottleneck::new, 3, 8, 36, 3));

  private static final Names NAMES = new Names("layer%d.", "att_layer%d.", "", "fc");

  /** The authors' multi-task code names the attention branch's stage in the other order. */
  private static final Names MULTI_TASK_NAMES = new Names("layer%d.", "layer%d_att.", "", "fc");

  /** The width of the first stage of the networks for ImageNet. */
  private static final int IMAGENET_WIDTH = 64;

  private ResNet() {}

  /**
   * A network for ImageNet: its kind of block and the number of blocks in each stage.
   *
   * @param block of a number of planes
   * @param blocks of each of the four stages
   */
  private record Depth(IntFunction<ResidualBlock> block, int... blocks) {}

  /**
   * The CIFAR network of depth {@code 6 n + 2}, of {@code n} blocks a stage.
   *
   * @param depth 8, 14, 20, ...; 20, 32, 44, 56 and 110 in the paper
   * @throws IllegalArgumentException where the depth is not {@code 6 n + 2}
   */
  public static Backbone forCifar(int depth) {
    if (depth < 8 || (depth - 2) % 6 != 0) {
      throw new IllegalArgumentException(
          "depth of a CIFAR ResNet must be 6 n + 2 (8, 14, 20, ...), cannot be: " + depth);
    }
    return depth < FIRST_BOTTLENECK_DEPTH
        ? forCifar((depth - 2) / 6, BasicBlock::new)
        : forCifar((depth - 2) / 6, Bottleneck::new);
  }

  private static Backbone forCifar(int n, IntFunction<ResidualBlock> block) {
    return StagedBackbone.of(NAMES, Stem.small("conv1", 16, "bn1"))
        .stage(n, block.apply(16)) //             32 x 32
        .downsamplingStage(n, block.apply(32)) // 16 x 16
        .downsamplingStage(n, block.apply(64)); //  8 x 8
  }

  /**
   * The ImageNet network.
   *
   * @param depth 18, 34, 50, 101 or 152
   * @throws IllegalArgumentException for another depth
   */
  public static Backbone forImageNet(int depth) {
    return forImageNet(NAMES, depth, UnaryOperator.identity());
  }

  /**
   * The same with squeeze-and-excitation in every block.
   *
   * @param depth 18, 34, 50, 101 or 152
   * @throws IllegalArgumentException for another depth
   */
  public static Backbone withSqueezeAndExcitation(int depth) {
    return forImageNet(NAMES, depth, SqueezeAndExcitation::new)
        .ending(AttentionHead.SUM_OF_LOGARITHMS);
  }

  /**
   * The ImageNet network as the public multi-task checkpoints name it.
   *
   * @param depth 18, 34, 50, 101 or 152
   * @throws IllegalArgumentException for another depth
   */
  public static Backbone forTasks(int depth) {
    return forImageNet(MULTI_TASK_NAMES, depth, UnaryOperator.identity());
  }

  /** The kinds of residual block. */
  public enum BlockKind {
    /** Two 3x3 convolutions. */
    BASIC(BasicBlock::new),
    /** Convolutions 1x1, 3x3 and 1x1, the last of four times the width. */
    BOTTLENECK(Bottleneck::new);

    private final IntFunction<ResidualBlock> block;

    BlockKind(IntFunction<ResidualBlock> block) {
      this.block = block;
    }
  }

  /**
   * A multi-task network of any size.
   *
   * @param blocks of each of the four stages
   * @param width channels of the stem; the stages have it 1, 2, 4 and 8 times
   * @throws IllegalArgumentException where there are not four stages
   */
  public static Backbone forTasks(BlockKind kind, List<Integer> blocks, int width) {
    int[] stages = blocks.stream().mapToInt(Integer::intValue).toArray();
    return forImageNet(MULTI_TASK_NAMES, new Depth(kind.block, stages), width);
  }

  private static StagedBackbone forImageNet(
      Names names, int depth, UnaryOperator<ResidualBlock> refinement) {
    Depth table = IMAGENET.get(depth);
    if (table == null) {
      throw new IllegalArgumentException(
          "depth of an ImageNet ResNet must be 18, 34, 50, 101 or 152, cannot be: " + depth);
    }
    IntFunction<ResidualBlock> refined = planes -> refinement.apply(table.block.apply(planes));
    return forImageNet(names, new Depth(refined, table.blocks), IMAGENET_WIDTH);
  }

  private static StagedBackbone forImageNet(Names names, Depth depth, int width) {
    IntFunction<ResidualBlock> block = depth.block;
    int[] n = depth.blocks;
    if (n.length != 4) {
      throw new IllegalArgumentException("stages must be 4, cannot be: " + n.length);
    }
    return StagedBackbone.of(names, Stem.large(width))
        .stage(n[0], block.apply(width)) //                 56 x 56
        .downsamplingStage(n[1], block.apply(2 * width)) // 28 x 28
        .downsamplingStage(n[2], block.apply(4 * width)) // 14 x 14
        .downsamplingStage(n[3], block.apply(8 * width)); //  7 x 7
  }
}
