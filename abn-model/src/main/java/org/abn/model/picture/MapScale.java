package org.abn.model.picture;

import java.util.Collection;
import java.util.List;
import org.abn.model.explain.MapRange;
import org.abn.model.explain.SaliencyMap;

/**
 * Which values the colours of a picture span.
 *
 * @param least the value of the first colour
 * @param greatest the value of the last colour
 */
public record MapScale(float least, float greatest) {

  private static final double HALF_OF_NOTHING = 1e-3; // of a map's value, which is one everywhere

  /**
   * Checks the ends.
   *
   * @throws IllegalArgumentException if they are not two finite values, the lesser first
   */
  public MapScale {
    if (!(Float.isFinite(least) && Float.isFinite(greatest) && least < greatest)) {
      throw new IllegalArgumentException(
          "a scale must span finite values, cannot be: %s to %s".formatted(least, greatest));
    }
  }

  /** From 0 to 1, as the authors' code has it of maps behind a sigmoid. */
  public static MapScale unit() {
    return new MapScale(0, 1);
  }

  /**
   * What maps reach from and to together: one scale where they are to be compared. A value that is
   * the same everywhere lies in the middle.
   *
   * @param maps those that hold NaN or infinite values do not count; if none counts, from 0 to 1
   */
  public static MapScale spanning(Collection<SaliencyMap> maps) {
    List<MapRange> ranges =
        maps.stream().map(SaliencyMap::range).filter(MapRange::isFinite).toList();
    if (ranges.isEmpty()) {
      return unit();
    }
    float least = ranges.stream().map(MapRange::least).reduce(Float::min).orElseThrow();
    float greatest = ranges.stream().map(MapRange::greatest).reduce(Float::max).orElseThrow();
    return least < greatest ? new MapScale(least, greatest) : around(least);
  }

  private static MapScale around(float value) {
    float half = (float) (HALF_OF_NOTHING * Math.max(1, Math.abs(value)));
    return new MapScale(
        Math.max(-Float.MAX_VALUE, value - half), Math.min(Float.MAX_VALUE, value + half));
  }

  /** A value's place among the colours: 0 the first, 1 the last; values beyond take these. */
  float position(float value) {
    double position = ((double) value - least) / ((double) greatest - least);
    return (float) Math.max(0, Math.min(1, position));
  }
}
