package org.abn.data.augment;

import java.io.Serializable;
import java.util.Arrays;
import org.abn.data.InvalidDataException;

/**
 * Maps a pixel p of 0 to 255 to {@code (p / 255 - mean) / std}, each channel with its own, in
 * single precision and this order, as torchvision does.
 *
 * @param mean of each channel, of pixels in [0,1]
 * @param std standard deviation of each channel, above 0
 */
@SuppressWarnings("ArrayRecordComponent") // equality is by content, below
public record Normalisation(float[] mean, float[] std) implements Serializable {
  private static final int PIXEL_VALUES = 256;

  /**
   * Checks and copies the statistics.
   *
   * @throws InvalidDataException if there are none, not equally many, or one is impossible
   */
  public Normalisation {
    mean = mean.clone();
    std = std.clone();
    if (mean.length == 0 || mean.length != std.length) {
      throw InvalidDataException.of(
          "normalisation: %d means and %d standard deviations, expected one of each a channel",
          mean.length, std.length);
    }
    for (int channel = 0; channel < mean.length; channel++) {
      requireStatistics(channel, mean[channel], std[channel]);
    }
  }

  /** The means; a copy. */
  @Override
  public float[] mean() {
    return mean.clone();
  }

  /** The standard deviations; a copy. */
  @Override
  public float[] std() {
    return std.clone();
  }

  /**
   * The number of channels.
   *
   * @return C
   */
  public int channels() {
    return mean.length;
  }

  /**
   * All values of a channel.
   *
   * @param channel from 0
   * @return 256 values, by pixel
   */
  public float[] table(int channel) {
    float[] values = new float[PIXEL_VALUES];
    for (int pixel = 0; pixel < PIXEL_VALUES; pixel++) {
      values[pixel] = (pixel / 255f - mean[channel]) / std[channel];
    }
    return values;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Normalisation that
        && Arrays.equals(mean, that.mean)
        && Arrays.equals(std, that.std);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(mean) + Arrays.hashCode(std);
  }

  @Override
  public String toString() {
    return "mean " + Arrays.toString(mean) + " std " + Arrays.toString(std);
  }

  private static void requireStatistics(int channel, float mean, float std) {
    if (!Float.isFinite(mean) || !Float.isFinite(std) || std <= 0) {
      throw InvalidDataException.of(
          "normalisation: channel %d has mean %s and std %s, expected finite numbers and a std"
              + " above 0",
          channel, mean, std);
    }
  }
}
