package org.abn.model.backbone;

import java.util.ArrayList;
import java.util.List;

/**
 * A convolutional network as a table: a stem and stages of blocks.
 *
 * <p>An attention branch network splits it before the last stage: what lies before is the feature
 * extractor; the last stage, twice with weights of their own, is the trunk of the attention branch
 * and of the perception branch (Fukui et al. 2019, section 3.1).
 */
public final class Backbone {

  private final int stemChannels;
  private final List<Stage> stages;

  private Backbone(int stemChannels, List<Stage> stages) {
    this.stemChannels = stemChannels;
    this.stages = List.copyOf(stages);
  }

  /** A stem of one 3x3 convolution, as the networks for small images have. */
  static Backbone withStem3x3(int channels) {
    return new Backbone(channels, List.of());
  }

  /** One more stage of {@code blocks} blocks at the same resolution. */
  Backbone stage(int blocks, ResidualBlock block) {
    return stage(blocks, block, 1);
  }

  /** One more stage, whose first block halves height and width. */
  Backbone downsamplingStage(int blocks, ResidualBlock block) {
    return stage(blocks, block, 2);
  }

  private Backbone stage(int blocks, ResidualBlock block, int stride) {
    List<Stage> more = new ArrayList<>(stages);
    more.add(new Stage("layer" + (stages.size() + 1), blocks, block, stride));
    return new Backbone(stemChannels, more);
  }

  /** The stage before which an attention branch network splits. */
  public Stage lastStage() {
    return stages.get(stages.size() - 1);
  }

  /** Everything before the last stage: {@code [N, H, W, C]} of images to features g(x). */
  public FeatureMap buildFeatureExtractor(GraphScope g, FeatureMap image) {
    FeatureMap x = g.convolution("conv1", image, stemChannels, 3, 1);
    x = g.batchNormReLU("bn1", x);
    for (Stage stage : stages.subList(0, stages.size() - 1)) {
      x = stage.build(g, x);
    }
    return x;
  }
}
