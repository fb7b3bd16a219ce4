package org.abn.spark.results;

/**
 * A figure as it lies in {@code figures/}.
 *
 * @param record what it shows
 * @param png the bytes of its PNG file
 */
public record StoredFigure(FigureRecord record, byte[] png) {}
