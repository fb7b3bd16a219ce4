package org.abn.model.backbone;

/**
 * A convolutional network that an attention branch can grow on, in the parts of Fukui et al. 2019,
 * section 3.1: the feature extractor is what lies before its last stage; the last stage, twice with
 * weights of their own, is the trunk of the attention branch and of the perception branch.
 */
public sealed interface Backbone permits StagedBackbone, Vgg {

  /** Everything before the last stage: images {@code [N, H, W, C]} to features g(x). */
  FeatureMap buildFeatureExtractor(GraphScope g, FeatureMap image);

  /**
   * The attention branch's copy of the last stage, which keeps the features' resolution, with
   * weights of its own.
   */
  FeatureMap buildAttentionTrunk(GraphScope g, FeatureMap features);

  /** How the attention branch ends. */
  AttentionTop attentionTop();

  /** The last stage and what follows it, up to the vector that is classified. */
  FeatureVector buildPerceptionTrunk(GraphScope g, FeatureMap features);

  /**
   * The network of a class activation map (Zhou et al. 2016): the last stage at the features'
   * resolution and a top of one convolution and global average pooling.
   *
   * @param classes K
   * @return class scores before the softmax, {@code [N, K]}
   */
  FeatureVector buildClassActivation(GraphScope g, FeatureMap features, int classes);

  /** What the checkpoints call the layer that classifies. */
  String classifier();
}
