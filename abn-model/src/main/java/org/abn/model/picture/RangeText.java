package org.abn.model.picture;

import org.abn.model.explain.MapRange;

/** What a map reaches from and to, as captions say it. */
final class RangeText {

  private RangeText() {}

  /** Such as "map 0.49 to 0.51" or "map holds NaN". */
  static String caption(MapRange range) {
    return range.isFinite() ? "map " + brief(range) : brief(range);
  }

  /** The same without the word "map" where there are numbers. */
  static String brief(MapRange range) {
    float least = range.least();
    float greatest = range.greatest();
    return range.isFinite()
        ? ThreeDigits.of(least) + " to " + ThreeDigits.of(greatest)
        : "map holds " + (Float.isFinite(greatest) ? least : greatest);
  }
}
