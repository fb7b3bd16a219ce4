package org.abn.model.quality;

/**
 * How sure a network is of what it predicted, while pixels go by one map.
 *
 * @param deletion the most salient pixels go first
 * @param insertion the most salient pixels come first
 * @param mostRelevantFirst mean confidence without the most salient pixels, in [0, 1]
 * @param leastRelevantFirst mean confidence without the least salient pixels, in [0, 1]
 */
public record Perturbed(
    Curve deletion, Curve insertion, double mostRelevantFirst, double leastRelevantFirst) {

  /** Half of what the two differ by, in [-0.5, 0.5]; the greater the better the map. */
  public double road() {
    return (leastRelevantFirst - mostRelevantFirst) / 2;
  }
}
