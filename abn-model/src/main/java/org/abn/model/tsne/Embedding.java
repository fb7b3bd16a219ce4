package org.abn.model.tsne;

/**
 * Points of many dimensions, drawn in two.
 *
 * @param points {@code [N][2]}, in the order of the features; the unit means nothing
 * @param klDivergence KL(P||Q) in nats, at least 0: how much the neighbourhoods in two dimensions
 *     differ from those of the features
 */
public record Embedding(double[][] points, double klDivergence) {}
