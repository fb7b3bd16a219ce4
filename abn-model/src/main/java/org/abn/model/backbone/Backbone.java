package org.abn.model.backbone;

import org.abn.model.graph.FeatureMap;
import org.abn.model.graph.FeatureVector;
import org.abn.model.graph.GraphScope;
import org.abn.model.layer.Linear;

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
  AttentionHead attentionHead();

  /**
   * What the perception branch has before it classifies.
   *
   * @param lastFeatureMap that of the last stage, behind its batch norm and ReLU
   * @param vector what is classified
   */
  record PerceptionTrunk(FeatureMap lastFeatureMap, FeatureVector vector) {}

  /** The last stage and what follows it, up to the vector that is classified. */
  PerceptionTrunk buildPerceptionTrunk(GraphScope g, FeatureMap features);

  /**
   * The network of a class activation map (Zhou et al. 2016): the last stage at the features'
   * resolution and a top of one convolution and global average pooling.
   *
   * @param classes K
   */
  ClassActivation buildClassActivation(GraphScope g, FeatureMap features, int classes);

  /**
   * The end of the network of a class activation map.
   *
   * @param lastFeatureMap what the classifier weighs
   * @param classifier the vertex of the layer that does
   * @param logits class scores before the softmax, {@code [N, K]}
   */
  record ClassActivation(FeatureMap lastFeatureMap, String classifier, FeatureVector logits) {}

  /**
   * The layer that classifies.
   *
   * @param name what the checkpoints call it
   * @param start what it starts from
   */
  record Classifier(String name, Linear.Start start) {}

  /** The layer that classifies. */
  Classifier classifier();
}
