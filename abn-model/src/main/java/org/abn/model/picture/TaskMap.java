package org.abn.model.picture;

import org.abn.model.explain.SaliencyMap;

/**
 * What a multi-task network looked at for one of its attributes.
 *
 * @param attribute its name
 * @param map of the task
 * @param present whether the image has the attribute, by its labels
 */
public record TaskMap(String attribute, SaliencyMap map, boolean present) {}
