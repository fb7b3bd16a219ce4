package org.abn.model.backbone;

import org.abn.model.parts.MapValues;

/**
 * How an attention branch ends behind its trunk: its head. The authors' code differs from the
 * paper's text, and from network to network.
 */
public enum AttentionHead {
  /**
   * As in the authors' code: batch norm, convolution to K channels, batch norm and ReLU; from there
   * a second 1x1 convolution gives the class scores, and a 3x3 one with batch norm and sigmoid the
   * map.
   */
  STANDARD,

  /** The same without the first batch norm: the ResNeXt of the code makes it and skips it. */
  WITHOUT_FIRST_NORM,

  /**
   * The SENet of the code: the map is the sum over classes of {@code log(1 + a)}, which no sigmoid
   * bounds.
   */
  SUM_OF_LOGARITHMS,

  /**
   * As in the paper's section 3.1: the K x 1 x 1 convolution gives the class scores, a 1 x 1 x 1
   * convolution of it and a sigmoid the map, without batch norms.
   */
  PAPER_TEXT;

  /** What values its maps have. */
  public MapValues mapValues() {
    return this == SUM_OF_LOGARITHMS ? MapValues.NON_NEGATIVE : MapValues.UNIT;
  }
}
