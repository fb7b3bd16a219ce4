package org.abn.spark.figures;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.abn.data.InvalidDataException;
import org.abn.spark.figures.AveragedFeatures.Image;
import org.junit.jupiter.api.Test;

class AveragedFeaturesTest {

  @Test
  void namesTheRunWhoseNetworkHasDiverged() {
    assertThatCode(() -> AveragedFeatures.requireFinite(image(0, 1e30f), "/out/run"))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> AveragedFeatures.requireFinite(image(0, Float.NaN), "/out/run"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "/out/run: the features of test image a.jpg hold NaN, which t-SNE cannot draw; train it"
                + " anew");
  }

  private static Image image(float... features) {
    return new Image("a.jpg", 0, new float[][] {{0, 1}, features});
  }
}
