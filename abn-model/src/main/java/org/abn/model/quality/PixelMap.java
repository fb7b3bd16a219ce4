package org.abn.model.quality;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.abn.model.explain.MapRange;
import org.abn.model.explain.SaliencyMap;

/**
 * A saliency map with a value a pixel.
 *
 * @param height of the image
 * @param width of the image
 * @param values {@code [H][W]}, row by row
 */
public record PixelMap(int height, int width, float[] values) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if there is not one a pixel, or if one is NaN or infinite: no
   *     pixel comes before or after such a one
   */
  public PixelMap {
    if (values.length != height * width) {
      throw new IllegalArgumentException(
          "a map of %s x %s must have %s values, cannot have: %s"
              .formatted(height, width, height * width, values.length));
    }
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException("values of a map must be finite, cannot be: " + value);
      }
    }
  }

  /**
   * A map at the size of its image, interpolated bilinearly between the centres of its positions,
   * as by OpenCV's INTER_LINEAR. The weights there do not quite add up to 1, so rounding would put
   * an order into what is the same everywhere; here it stays the same.
   *
   * @throws IllegalArgumentException if one of its values is NaN or infinite
   */
  public static PixelMap of(SaliencyMap map, int height, int width) {
    float[][] coarse = map.values();
    float[] values = new float[height * width];
    for (int y = 0; y < height; y++) {
      double row = place(y, coarse.length, height);
      float[] above = coarse[(int) row];
      float[] below = coarse[Math.min((int) row + 1, coarse.length - 1)];
      for (int x = 0; x < width; x++) {
        double column = place(x, above.length, width);
        double value = between(at(above, column), at(below, column), row - (int) row);
        values[y * width + x] = (float) value;
      }
    }
    return new PixelMap(height, width, values);
  }

  /** Where the centre of a pixel is among the centres of a map's positions, from 0 on. */
  private static double place(int pixel, int positions, int pixels) {
    double place = (pixel + 0.5) * positions / pixels - 0.5;
    return Math.max(0, Math.min(positions - 1, place));
  }

  private static double at(float[] row, double column) {
    int left = (int) column;
    return between(row[left], row[Math.min(left + 1, row.length - 1)], column - left);
  }

  private static double between(double from, double to, double share) {
    return from + share * (to - from);
  }

  /** Whether {@link #of} takes a map: whether all of its values are finite. */
  public static boolean takes(SaliencyMap map) {
    return map.range().isFinite();
  }

  /** Pixels by decreasing value, {@code y * width + x}; of equal ones the first comes first. */
  int[] order() {
    return IntStream.range(0, values.length)
        .boxed()
        .sorted(Comparator.comparingDouble(pixel -> 0 - values[pixel])) // -0 equals 0
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** The pixel of the greatest value, {@code y * width + x}; of equal ones the first. */
  int maximum() {
    int greatest = 0;
    for (int i = 1; i < values.length; i++) {
      greatest = values[i] > values[greatest] ? i : greatest;
    }
    return greatest;
  }

  /** What the values reach from and to. */
  MapRange range() {
    return new SaliencyMap(new float[][] {values}).range();
  }

  /** How far each value is from 0. */
  PixelMap magnitudes() {
    float[] magnitudes = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      magnitudes[i] = Math.abs(values[i]);
    }
    return new PixelMap(height, width, magnitudes);
  }
}
