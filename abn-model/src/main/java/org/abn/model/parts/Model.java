package org.abn.model.parts;

import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * A network with its parameters, and what it consists of.
 *
 * @param graph initialised
 * @param parts which of its vertices is what
 */
public record Model(ComputationGraph graph, NetworkParts parts) {}
