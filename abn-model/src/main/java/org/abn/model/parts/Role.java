package org.abn.model.parts;

/** What a vertex is in the paper's terms (Fukui et al. 2019, Fig. 2 and 3). */
public enum Role {
  /** The feature map g(x) that the feature extractor gives, {@code [N, H, W, C]}. */
  FEATURES,

  /** The attention map M(x), {@code [N, H, W, 1]}, or one a task, {@code [N, H, W, T]}. */
  ATTENTION_MAP,

  /**
   * The feature map g'(x) behind the attention mechanism, {@code [N, H, W, C]}. A multi-task
   * network has one a task, inside {@link org.abn.model.layer.SharedPerception}, and no vertex.
   */
  ATTENDED_FEATURES,

  /**
   * The last feature map of the perception branch, behind its batch norm and ReLU, {@code [N, H',
   * W', C']}: what global average pooling takes, or a VGG16 flattens. A multi-task attention branch
   * network has one a task, and no vertex.
   */
  LAST_FEATURE_MAP,

  /** The layer that scores the perception branch's classes or tasks. */
  CLASSIFIER
}
