package org.abn.model.abn;

import org.abn.model.graph.FeatureMap;
import org.abn.model.graph.FeatureVector;

/**
 * What the attention branch gives.
 *
 * @param map attention map M(x), {@code [N, H, W, 1]}, or one a task, {@code [N, H, W, T]}
 * @param logits its class scores before the softmax, {@code [N, K]}, or one a task before the
 *     sigmoid, {@code [N, T]}
 */
record Attention(FeatureMap map, FeatureVector logits) {}
