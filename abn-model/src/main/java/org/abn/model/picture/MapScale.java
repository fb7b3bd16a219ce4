package org.abn.model.picture;

import java.util.Collection;
import org.abn.model.explain.MapRange;
import org.abn.model.explain.SaliencyMap;
import org.abn.model.parts.MapValues;

/**
 * Which values the colours of a picture span. It is never a map's own least to its greatest value:
 * a map that hardly differs from place to place is to look like that.
 *
 * @param least the value of the first colour, blue
 * @param greatest the value of the last colour, red
 */
public record MapScale(float least, float greatest) {

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

  /** Of maps behind a sigmoid: 0 to 1, whatever they hold. */
  public static MapScale unit() {
    return new MapScale(0, 1);
  }

  /** Of maps that are not negative and have no upper bound; if all are 0, up to 1. */
  public static MapScale fromZero(float greatest) {
    return new MapScale(0, greatest == 0 ? 1 : greatest);
  }

  /** Of raw maps, 0 in the middle; if all are 0, from -1 to 1. */
  public static MapScale symmetric(float farthest) {
    return farthest == 0 ? new MapScale(-1, 1) : new MapScale(-farthest, farthest);
  }

  /**
   * One scale for maps that are to be compared.
   *
   * @param values what the network's maps hold
   * @param maps all that are drawn together; those that hold NaN or infinite values do not count
   */
  public static MapScale of(MapValues values, Collection<SaliencyMap> maps) {
    return switch (values) {
      case UNIT -> unit();
      case NON_NEGATIVE -> fromZero(farthest(maps));
      case REAL -> symmetric(farthest(maps));
    };
  }

  private static float farthest(Collection<SaliencyMap> maps) {
    return maps.stream()
        .map(SaliencyMap::range)
        .filter(MapRange::isFinite)
        .map(MapRange::farthest)
        .reduce(0f, Math::max);
  }

  /** A value's place among the colours: 0 the first, 1 the last; values beyond take these. */
  float position(float value) {
    double position = ((double) value - least) / ((double) greatest - least);
    return (float) Math.max(0, Math.min(1, position));
  }
}
