package org.abn.model.parts;

import java.io.Serializable;

/**
 * An output of a network.
 *
 * @param branch whose it is; its vertex gives probabilities
 * @param logits the vertex of its scores before the softmax or sigmoid
 * @param kind what they mean
 */
public record Output(Branch branch, String logits, OutputKind kind) implements Serializable {}
