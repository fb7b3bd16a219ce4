package org.abn.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.abn.data.InvalidDataException;
import org.abn.data.record.Region;
import org.junit.jupiter.api.Test;

class FramingTest {
  private static final ImageSize INPUT = new ImageSize(224, 224);

  @Test
  void keepsTheAspectRatioWhereTheShortSideIsGiven() {
    Resize resize = new Resize.ShortSide(256);
    assertThat(resize.of(new Region(0, 0, 500, 375))).isEqualTo(new ImageSize(256, 341));
    assertThat(resize.of(new Region(0, 0, 375, 500))).isEqualTo(new ImageSize(341, 256));
    assertThat(resize.of(new Region(0, 0, 100, 100))).isEqualTo(new ImageSize(256, 256));
  }

  @Test
  void doesNotLetAPanoramaGrowWithoutEnd() {
    assertThat(new Resize.ShortSide(256).of(new Region(0, 0, 60_000, 10)))
        .isEqualTo(new ImageSize(256, 4096));
  }

  @Test
  void seesTheMiddleInEvaluation() {
    // torchvision: int(round((341 - 224) / 2.0)) is 58, by rounding halves to even.
    Framing framing = new Framing(INPUT, new Resize.ShortSide(256));
    assertThat(framing.centre(new Region(0, 0, 500, 375)))
        .isEqualTo(
            new View(
                new Region(0, 0, 500, 375), new ImageSize(256, 341), new Crop(-16, -58, false)));
  }

  @Test
  void stretchesToTheInput() {
    Region face = new Region(3, 4, 178, 218);
    assertThat(Framing.stretching(INPUT).centre(face)).isEqualTo(new View(face, INPUT, Crop.WHOLE));
  }

  @Test
  void rejectsAResizedImageSmallerThanTheInput() {
    assertThatThrownBy(() -> new Framing(INPUT, new Resize.ShortSide(223)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "images are resized to a short side of 223, expected no less than the network's input"
                + " of 224x224");
    assertThatThrownBy(() -> new Framing(INPUT, new Resize.Exact(new ImageSize(300, 200))))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("resized to 300x200, expected no less than");
  }

  @Test
  void rejectsImpossibleSides() {
    assertThatThrownBy(() -> new ImageSize(0, 224))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("height is 0, expected 1 to 4096 pixels");
    assertThatThrownBy(() -> new Resize.ShortSide(4097))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("short side is 4097, expected 1 to 4096 pixels");
  }
}
