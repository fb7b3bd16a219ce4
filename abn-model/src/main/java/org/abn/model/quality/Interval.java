package org.abn.model.quality;

import java.io.Serializable;

/**
 * Where a mean would lie with other images, in 95 of 100 cases.
 *
 * @param low end
 * @param high end
 */
public record Interval(double low, double high) implements Serializable {}
