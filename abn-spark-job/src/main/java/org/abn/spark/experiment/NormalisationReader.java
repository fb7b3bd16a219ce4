package org.abn.spark.experiment;

import java.util.List;
import org.abn.data.augment.Normalisation;

/** Reads the section {@code data.normalisation}. */
final class NormalisationReader {
  private NormalisationReader() {}

  static Normalisation read(Section section) {
    section.allowOnly("mean", "std");
    return section.build(
        () -> {
          List<Double> mean = section.numbers("mean");
          List<Double> std = section.numbers("std");
          requireChannels(mean, std);
          return new Normalisation(floats(mean), floats(std));
        });
  }

  private static void requireChannels(List<Double> mean, List<Double> std) {
    InvalidSettingException.unless(!mean.isEmpty(), "mean", "a number for each channel", mean);
    InvalidSettingException.unless(
        mean.stream().allMatch(value -> value >= 0 && value <= 1),
        "mean",
        "between 0 and 1 in every channel",
        mean);
    InvalidSettingException.unless(
        mean.size() == std.size(), "std", "as long as mean (" + mean.size() + ")", std);
    InvalidSettingException.unless(
        std.stream().allMatch(value -> value > 0 && value <= 1),
        "std",
        "greater than 0 and at most 1 in every channel",
        std);
  }

  private static float[] floats(List<Double> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i).floatValue();
    }
    return floats;
  }
}
