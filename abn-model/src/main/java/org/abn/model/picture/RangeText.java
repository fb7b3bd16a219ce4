package org.abn.model.picture;

import org.abn.model.explain.MapRange;

/** What a map reaches from and to, as captions say it. */
public final class RangeText {

  private RangeText() {}

  /** Such as "map 0.49 to 0.51", "map 0.5 everywhere" or "map holds NaN". */
  public static String of(MapRange range) {
    float least = range.least();
    float greatest = range.greatest();
    if (!range.isFinite()) {
      return "map holds " + (Float.isFinite(greatest) ? least : greatest);
    }
    return least == greatest
        ? "map " + ThreeDigits.of(least) + " everywhere"
        : "map " + ThreeDigits.of(least) + " to " + ThreeDigits.of(greatest);
  }
}
