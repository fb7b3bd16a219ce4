package org.abn.model.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.abn.model.quality.MapMeasures.Hits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MapMeasuresTest {

  private static final Bootstrap BOOTSTRAP = new Bootstrap(1);

  @ParameterizedTest
  @EnumSource(Measure.class)
  void partitionsChangeNothing(Measure measure) {
    List<MeasuredImage> images = images();
    MapMeasures whole = new MapMeasures(images);
    Collections.shuffle(images, new Random(2));
    MapMeasures a = new MapMeasures(images.subList(0, 7));
    MapMeasures b = new MapMeasures(images.subList(7, 8));
    MapMeasures c = new MapMeasures(images.subList(8, images.size()));
    assertThat(a.merge(b).merge(c)).isEqualTo(whole);
    assertThat(c.merge(b.merge(a)).summary(measure, BOOTSTRAP))
        .isPresent()
        .isEqualTo(whole.summary(measure, BOOTSTRAP));
  }

  @Test
  void whatIsUndefinedIsCountedAndDoesNotCount() {
    MapMeasures measures =
        new MapMeasures(
            List.of(
                MeasuredImage.of("a", 0).with(Measure.SANITY, 0.5),
                MeasuredImage.of("b", 0).with(Measure.SANITY, Double.NaN),
                MeasuredImage.of("c", 0).with(Measure.SANITY, 0.5),
                MeasuredImage.of("d", 0)));
    assertThat(measures.summary(Measure.SANITY, BOOTSTRAP))
        .contains(new MeasureSummary(Measure.SANITY, 0.5, new Interval(0.5, 0.5), 2, 1));
    assertThat(measures.summary(Measure.ROAD, BOOTSTRAP)).isEmpty();
  }

  @Test
  void thePointingGameIsAMeanOverClasses() {
    MapMeasures measures =
        new MapMeasures(
            List.of(
                played("a", 3, 1),
                played("b", 3, 1),
                played("c", 3, 0),
                played("d", 5, 0),
                played("e", 8, Double.NaN)));
    assertThat(measures.hits()).containsExactly(entry(3, new Hits(2, 1)), entry(5, new Hits(0, 1)));
    MeasureSummary summary = measures.summary(Measure.POINTING_GAME, BOOTSTRAP).orElseThrow();
    assertThat(summary.mean()).isEqualTo((2 / 3.0 + 0) / 2);
    assertThat(summary.images()).isEqualTo(4);
    assertThat(summary.undefined()).isEqualTo(1);
  }

  @Test
  void refusesAnImageThatIsThereTwice() {
    MapMeasures measures = new MapMeasures(List.of(MeasuredImage.of("a", 0)));
    assertThatThrownBy(() -> measures.merge(measures))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an image must be measured once, cannot be there twice: a");
  }

  @Test
  void travelsAsJavaSerialises() throws IOException, ClassNotFoundException {
    MapMeasures measures = new MapMeasures(images());
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(measures);
    }
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(measures);
    }
  }

  @ParameterizedTest
  @EnumSource(Measure.class)
  void definitionsAreOneSentenceWithItsNumbers(Measure measure) {
    String definition = measure.definition(224, 320);
    assertThat(definition).endsWith(" better.").contains("224").contains("320").doesNotContain("%");
    assertThat(definition.replace("et al. ", "")).doesNotContain(". ");
    assertThat(measure.column()).matches("[a-z_]+");
  }

  @Test
  void definitionsSayWhatIsComputed() {
    assertThat(Measure.DELETION.definition(224, 320)).contains("320 a step in 224 steps");
    assertThat(Measure.INSERTION.definition(224, 320))
        .contains("320 a step in 224 steps")
        .contains("sigma " + Blur.SIGMA)
        .contains("window " + Blur.WINDOW + " x " + Blur.WINDOW);
    assertThat(Measure.ROAD.definition(224, 320))
        .contains("percentiles 10 to " + 10 * Road.PERCENTILES)
        .contains("deviation " + Road.NOISE);
    assertThat(Measure.POINTING_GAME.definition(224, 320))
        .contains("less than " + PointingGame.TOLERANCE + " pixels");
    assertThat(Measure.STABILITY.definition(224, 320)).contains("above " + Agreement.THRESHOLD);
    assertThat(Bootstrap.DEFINITION)
        .contains(String.format(Locale.ROOT, "%,d", Bootstrap.RESAMPLES));
  }

  private static MeasuredImage played(String id, int label, double hit) {
    return MeasuredImage.of(id, label).with(Measure.POINTING_GAME, hit);
  }

  private static List<MeasuredImage> images() {
    Random random = new Random(1);
    List<MeasuredImage> images = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      MeasuredImage image = MeasuredImage.of("image-" + i, i % 3);
      for (Measure measure : Measure.values()) {
        image = image.with(measure, i == 4 ? Double.NaN : random.nextDouble());
      }
      images.add(image);
    }
    return images;
  }
}
