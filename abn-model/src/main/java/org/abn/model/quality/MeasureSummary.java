package org.abn.model.quality;

import java.io.Serializable;

/**
 * A figure for a table.
 *
 * @param measure what was measured
 * @param mean over images, or over classes of the means within
 * @param interval of the mean
 * @param images that count
 * @param undefined how many do not, because the measure was taken and gave no number
 */
public record MeasureSummary(
    Measure measure, double mean, Interval interval, int images, int undefined)
    implements Serializable {}
