package org.abn.model.graph;

import java.util.Locale;

/**
 * What a vertex of the graph under construction gives: {@code [N, height, width, channels]}.
 *
 * @param vertex name of the vertex
 * @param channels number of channels, at least 1
 * @param height in positions, at least 1
 * @param width in positions, at least 1
 */
public record FeatureMap(String vertex, int channels, int height, int width) {

  /** Refuses an empty map: the image was too small for the network. */
  public FeatureMap {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          String.format(
                  Locale.ROOT,
                  "%s would be an empty feature map of %d x %d x %d (height, width, channels):",
                  vertex,
                  height,
                  width,
                  channels)
              + " use larger images");
    }
  }
}
