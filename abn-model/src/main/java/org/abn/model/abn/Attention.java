package org.abn.model.abn;

import org.abn.model.backbone.FeatureMap;

/**
 * What the attention branch gives.
 *
 * @param map attention map M(x), {@code [N, H, W, 1]} in (0, 1)
 * @param logits name of the vertex of its class scores before the softmax, {@code [N, K]}
 */
record Attention(FeatureMap map, String logits) {}
