package org.abn.model.graph;

/**
 * What a vertex of the graph under construction gives: {@code [N, length]}.
 *
 * @param vertex name of the vertex
 * @param length of one example's vector, at least 1
 */
public record FeatureVector(String vertex, int length) {}
