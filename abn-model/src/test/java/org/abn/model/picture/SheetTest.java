package org.abn.model.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.abn.model.explain.SaliencyMap;
import org.junit.jupiter.api.Test;

class SheetTest {

  private static final int LINE = 18;
  private static final int CELL = 224;
  private static final int GAP = 12;
  private static final int SIDE = 224;

  /** The title, the image, its bar, its caption and the gap below. */
  private static final int ROW = LINE + SIDE + 2 * LINE + GAP;

  private static final Sheet JET = new Sheet(OverlayStyle.JET);

  @Test
  void hasAColumnAnImageAndARowAMap() throws IOException {
    BufferedImage picture =
        pixels(JET.of(List.of("image", "CAM", "ABN"), List.of(column(0, 0, 1), column(1, 1, 0))));
    assertThat(picture.getWidth()).isEqualTo(2 * (CELL + GAP));
    assertThat(picture.getHeight()).isEqualTo(3 * ROW);
    assertThat(colour(picture, 80, LINE + 80)).isEqualTo(Color.BLACK);
    assertThat(colour(picture, CELL + GAP + 80, LINE + 80)).isEqualTo(Color.WHITE);
    // Jet begins and ends at half of blue and of red, of which the overlay has 0.4.
    assertThat(colour(picture, 80, ROW + LINE + 80)).isEqualTo(new Color(0, 0, 51));
    assertThat(colour(picture, 80, 2 * ROW + LINE + 80)).isEqualTo(new Color(51, 0, 0));
    assertThat(colour(picture, CELL + GAP + 80, ROW + LINE + 80))
        .isEqualTo(new Color(204, 153, 153));
  }

  @Test
  void saysWhatRowsAndMapsAre() throws IOException {
    BufferedImage picture = pixels(JET.of(List.of("image", "CAM"), List.of(column(0, 0))));
    assertThat(part(picture, ROW, CELL + GAP)).isEqualTo(said("CAM", CELL + GAP));
    assertThat(part(picture, 2 * ROW - GAP - LINE, CELL)).isEqualTo(said("map of 0.0", CELL));
    assertThat(part(picture, ROW - GAP - LINE, CELL)).isEqualTo(said("image of 0.0", CELL));
  }

  @Test
  void largeImagesAreMadeSmaller() {
    var column = new Sheet.Column(new float[448][646][3], List.of("wide"), List.of());
    Picture picture = JET.of(List.of("image"), List.of(column));
    assertThat(picture.width()).isEqualTo(323 + GAP);
    assertThat(picture.height()).isEqualTo(ROW);
  }

  @Test
  void rowsAreAsHighAsTheMostCaptions() throws IOException {
    var tall = new Sheet.Column(grey(0), List.of("one", "two", "three"), List.of());
    Picture picture = JET.of(List.of("image"), List.of(tall, column(1)));
    assertThat(picture.height()).isEqualTo(ROW + 2 * LINE);
  }

  @Test
  void captionsGoOnInTheNextLine() throws IOException {
    Picture plain = JET.of(List.of("image"), List.of(column(0)));
    String words = "word ".repeat(20).strip();
    BufferedImage picture = pixels(plain.captioned(List.of("first", words)));
    int lines = (picture.getHeight() - plain.height()) / LINE;
    assertThat(lines).isBetween(4, 6);
    assertThat(part(picture, ROW, CELL + GAP)).isEqualTo(said("first", CELL + GAP));
    for (int i = 1; i < lines; i++) {
      assertThat(Arrays.stream(part(picture, ROW + i * LINE, CELL + GAP)).distinct().count())
          .as("letters in line " + i)
          .isGreaterThan(2);
    }
  }

  @Test
  void rejectsColumnsOfOtherRows() {
    assertThatThrownBy(() -> JET.of(List.of("image", "CAM"), List.of(column(0))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("0 panels are not one for each of 1 rows");
  }

  private static Sheet.Column column(float shade, float... maps) {
    List<Panel> panels = new ArrayList<>();
    for (float value : maps) {
      var map = new SaliencyMap(new float[][] {{value}});
      panels.add(new Panel(map, MapScale.unit(), List.of("map of " + value), false));
    }
    return new Sheet.Column(grey(shade), List.of("image of " + shade), panels);
  }

  private static float[][][] grey(float shade) {
    float[][][] image = new float[SIDE / 7][SIDE / 7][1];
    for (float[][] row : image) {
      for (float[] pixel : row) {
        pixel[0] = shade;
      }
    }
    return image;
  }

  private static BufferedImage pixels(Picture picture) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(picture.png()));
  }

  private static Color colour(BufferedImage picture, int x, int y) {
    return new Color(picture.getRGB(x, y));
  }

  private static int[] part(BufferedImage picture, int top, int width) {
    return picture.getRGB(0, top, width, LINE, null, 0, width);
  }

  private static int[] said(String text, int width) throws IOException {
    return part(pixels(Picture.of(() -> Captions.line(text, width))), 0, width);
  }
}
