package org.abn.spark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.abn.model.tsne.Embedding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScatterImageTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 20, 21, 431})
  void drawsEveryLabelInItsColour(int count) throws IOException {
    BufferedImage picture =
        read(ScatterImage.png(List.of(grid("a", count)), names(count), List.of()));
    Set<Integer> found =
        IntStream.range(0, 900 * 900)
            .mapToObj(pixel -> rgb(picture, 40 + pixel % 900, 70 + pixel / 900))
            .collect(Collectors.toSet());
    assertThat(LabelColours.of(count)).hasSize(count);
    assertThat(found).containsAll(LabelColours.of(count));
  }

  @Test
  void coloursAreToldApart() {
    assertThat(LabelColours.of(20)).doesNotHaveDuplicates();
    assertThat(LabelColours.areDistinct(20)).isTrue();
    assertThat(LabelColours.areDistinct(21)).isFalse();
  }

  @Test
  void panelsAreSideBySide() throws IOException {
    ScatterPanel one = new ScatterPanel("one", List.of(new ScatterPoint(5, 5, 0)));
    ScatterPanel other = new ScatterPanel("other", List.of(new ScatterPoint(-1, 0, 1)));
    BufferedImage picture = read(ScatterImage.png(List.of(one, other), names(2), List.of()));
    assertThat(picture.getWidth()).isEqualTo(40 + 2 * 940);
    assertThat(rgb(picture, 40 + 450, 70 + 450)).isEqualTo(LabelColours.of(2).get(0));
    assertThat(rgb(picture, 940 + 40 + 450, 70 + 450)).isEqualTo(LabelColours.of(2).get(1));
  }

  /** One scale for both axes, y upwards, and the whole width used. */
  @Test
  void pointsKeepTheirDirections() {
    List<ScatterPoint> points =
        List.of(
            new ScatterPoint(-10, 0, 0), new ScatterPoint(10, 0, 0), new ScatterPoint(0, 10, 0));
    ScatterScale scale = ScatterScale.of(points, 100);
    assertThat(points).extracting(scale::x).containsExactly(0.0, 100.0, 50.0);
    assertThat(points).extracting(scale::y).containsExactly(75.0, 75.0, 25.0);
  }

  @Test
  void longNamesAndTitlesAreMadeToFit() throws IOException {
    String name = "a name that has no end ".repeat(9);
    ScatterPanel panel = new ScatterPanel(name, List.of(new ScatterPoint(0, 0, 1)));
    BufferedImage picture = read(ScatterImage.png(List.of(panel), List.of(name, "é"), List.of()));
    for (int y = 0; y < picture.getHeight(); y++) {
      assertThat(rgb(picture, 20, y)).isEqualTo(0xffffff);
      assertThat(rgb(picture, picture.getWidth() - 20, y)).isEqualTo(0xffffff);
    }
  }

  /** Each from the left, over as many lines as it takes. */
  @Test
  void saysBelowWhatIsToBeSaid() throws IOException {
    List<ScatterPanel> panels = List.of(grid("a", 2));
    BufferedImage plain = read(ScatterImage.png(panels, names(2), List.of()));
    String words = "a caption of many words ".repeat(6).strip();
    BufferedImage picture = read(ScatterImage.png(panels, names(2), List.of("Figure 6", words)));
    int lines = (picture.getHeight() - plain.getHeight() - 40) / 36;
    assertThat(lines).isBetween(3, 5);
    for (int line = 0; line < lines; line++) {
      assertThat(inks(picture, plain.getHeight() + 36 * line)).as("line " + line).isPositive();
    }
    assertThat(inks(picture, plain.getHeight() + 36 * lines)).isZero();
  }

  /** How many pixels of a line's height are not white. */
  private static long inks(BufferedImage picture, int top) {
    return IntStream.range(0, picture.getWidth() * 36)
        .map(i -> rgb(picture, i % picture.getWidth(), top + i / picture.getWidth()))
        .filter(rgb -> rgb != 0xffffff)
        .count();
  }

  @Test
  void takesWhatTSneFound() {
    Embedding embedding = new Embedding(new double[][] {{1, 2}, {3, 4}}, 0.5);
    assertThat(ScatterPanel.of("t", embedding, List.of(7, 8)).points())
        .containsExactly(new ScatterPoint(1, 2, 7), new ScatterPoint(3, 4, 8));
    assertThatThrownBy(() -> ScatterPanel.of("t", embedding, List.of(7)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("t: 1 labels are not one for each of 2 points");
  }

  @Test
  void refusesWhatCannotBeDrawn() {
    assertThatThrownBy(() -> new ScatterPoint(Double.NaN, 0, 0))
        .hasMessageContaining("a point must be finite");
    assertThatThrownBy(() -> new ScatterPanel("t", List.of()))
        .hasMessage("t: a panel must have a point");
    assertThatThrownBy(() -> ScatterImage.png(List.of(), names(1), List.of()))
        .hasMessage("a picture must have a panel");
    assertThatThrownBy(() -> ScatterImage.png(List.of(grid("t", 3)), names(2), List.of()))
        .hasMessage("t: label 2 must be one of 2 names");
  }

  /** A point a label, apart from each other. */
  private static ScatterPanel grid(String title, int labels) {
    List<ScatterPoint> points =
        IntStream.range(0, labels)
            .mapToObj(label -> new ScatterPoint(label % 21, Math.floorDiv(label, 21), label))
            .toList();
    return new ScatterPanel(title, points);
  }

  private static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "label " + i).toList();
  }

  private static BufferedImage read(byte[] png) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  private static int rgb(BufferedImage picture, int x, int y) {
    return picture.getRGB(x, y) & 0xffffff;
  }
}
