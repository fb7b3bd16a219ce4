package org.abn.model.explain;

/**
 * What a multi-task network looked at for one of its attributes.
 *
 * @param attribute its name
 * @param map of the task
 * @param present whether the image has the attribute, by its labels
 */
public record TaskMap(String attribute, AttentionMap map, boolean present) {}
