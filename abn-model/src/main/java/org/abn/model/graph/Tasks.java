package org.abn.model.graph;

/**
 * The tasks of a multi-task network.
 *
 * @param count T, at least 1
 * @param atATime how many tasks' activations are in memory at once in training, at least 1
 */
public record Tasks(int count, int atATime) {}
