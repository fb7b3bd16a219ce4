package org.abn.model.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlurTest {

  @ParameterizedTest
  @ValueSource(strings = {"perturbation-24x18.json", "perturbation-6x9.json"})
  void valuesAreThoseOfTheReference(String file) {
    Reference reference = Reference.read(file);
    assertThat(Blur.of(reference.image()).values())
        .containsExactly(reference.floats("blurred"), within(1e-5f));
  }
}
