package org.abn.model.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.abn.model.explain.SaliencyMap;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

class OverlayTest {

  private static final int LINE = 18;
  private static final int SIDE = 168;
  private static final int OVERLAY = SIDE + 4;

  /** The least width of a task's cell, which its captions need. */
  private static final int CELL = 224;

  private static final int STEP = CELL + 12;
  private static final int ROW = SIDE + 2 * LINE + 12;

  private static final float[][][] BLACK = new float[28][28][1];
  private static final SaliencyMap RISING = map(0, 1);
  private static final MapScale UNIT = MapScale.unit();
  private static final Overlay JET = new Overlay(OverlayStyle.JET);
  private static final MapScale SYMMETRIC = new MapScale(-1, 1);

  @Test
  void showsTheImageAndBesideItTheLeastOfTheScaleBlueAndTheGreatestRed() throws IOException {
    BufferedImage picture = pixels(overlay(BLACK, RISING, UNIT));
    assertThat(picture.getWidth()).isEqualTo(2 * SIDE + 4);
    assertThat(picture.getHeight()).isEqualTo(SIDE + LINE);
    assertThat(colour(picture, 10, 10)).isEqualTo(Color.BLACK);
    // Jet begins and ends at half of blue and of red, of which the overlay has 0.4.
    assertThat(colour(picture, OVERLAY, 80)).isEqualTo(new Color(0, 0, 51));
    assertThat(colour(picture, OVERLAY + SIDE - 1, 80)).isEqualTo(new Color(51, 0, 0));
  }

  @Test
  void showsAnUndecidedMapInOneColourEverywhere() throws IOException {
    BufferedImage picture = pixels(overlay(BLACK, map(0.49f, 0.51f), UNIT));
    Color middle = overlaid(0.5f, UNIT);
    assertThat(middle.getGreen()).isGreaterThan(middle.getRed()).isGreaterThan(middle.getBlue());
    for (int x = OVERLAY; x < OVERLAY + SIDE; x++) {
      assertAlike(colour(picture, x, 80), middle, 5);
    }
  }

  @Test
  void interpolatesBetweenTheCentresOfPositions() throws IOException {
    BufferedImage picture = pixels(overlay(BLACK, RISING, UNIT));
    for (int x = 0; x < SIDE; x += 7) {
      float due = Math.max(0, Math.min(1, 2 * (x + 0.5f) / SIDE - 0.5f));
      assertAlike(colour(picture, OVERLAY + x, 80), overlaid(due, UNIT), 2);
    }
  }

  @Test
  void mixesTheColoursOfTheImageWithThoseOfTheMap() throws IOException {
    float[][][] orange = {{{1, 0.5f, 0}}};
    BufferedImage picture = pixels(overlay(orange, map(0), UNIT));
    assertThat(colour(picture, 0, 0)).isEqualTo(new Color(255, 128, 0));
    assertThat(colour(picture, OVERLAY, 0)).isEqualTo(new Color(153, 77, 51));
  }

  @Test
  void keepsPixelsOfSmallImagesSquare() throws IOException {
    BufferedImage picture = pixels(overlay(new float[][][] {{{1}, {0}}}, RISING, UNIT));
    assertThat(colour(picture, SIDE - 1, 0)).isEqualTo(Color.WHITE);
    assertThat(colour(picture, SIDE, SIDE - 1)).isEqualTo(Color.BLACK);
  }

  @Test
  void saysTheEndsOfTheScaleAndTheRangeOfTheMap() throws IOException {
    BufferedImage picture = pixels(overlay(BLACK, map(0.49f, 0.51f), UNIT));
    int[] bar = line(picture, SIDE);
    int[] range = line(picture, SIDE + LINE);
    assertThat(range).isEqualTo(said("map 0.49 to 0.51", picture.getWidth()));

    BufferedImage other = pixels(overlay(BLACK, RISING, UNIT));
    assertThat(line(other, SIDE)).isEqualTo(bar);
    assertThat(other.getHeight()).as("the bar says its range").isEqualTo(SIDE + LINE);

    BufferedImage farther = pixels(overlay(BLACK, map(0.49f, 0.51f), new MapScale(0, 7)));
    assertThat(line(farther, SIDE)).isNotEqualTo(bar);
    assertThat(line(farther, SIDE + LINE)).isEqualTo(range);
  }

  @Test
  void drawsABarOfAllColours() throws IOException {
    BufferedImage picture = pixels(overlay(BLACK, RISING, UNIT));
    int y = SIDE + LINE / 2;
    List<Color> bar =
        IntStream.range(0, picture.getWidth())
            .mapToObj(x -> colour(picture, x, y))
            .filter(colour -> Math.abs(colour.getRed() - colour.getBlue()) > 1)
            .toList();
    assertThat(bar.get(0)).isEqualTo(new Color(0, 0, 128));
    assertThat(bar.get(bar.size() - 1)).isEqualTo(new Color(128, 0, 0));
  }

  @Test
  void cutsOffNoRangeBelowNarrowImages() throws IOException {
    SaliencyMap longest = map(-1.23e-38f, -8.88e-37f);
    String said = RangeText.of(longest.range());
    BufferedImage picture = pixels(overlay(new float[168][4][1], longest, SYMMETRIC));
    assertIsWhole(line(picture, SIDE + LINE), said, picture.getWidth());
  }

  @Test
  void leavesTheEdgesOfCaptionsBlack() throws IOException {
    BufferedImage bar =
        pixels(Picture.of(() -> Captions.bar(new MapScale(0, 1000), OverlayStyle.JET, CELL)));
    BufferedImage text = pixels(Picture.of(() -> Captions.line("0", CELL)));
    assertThat(part(bar, 0, 0, 1, LINE)).containsOnly(Color.BLACK.getRGB());
    assertThat(part(bar, CELL - 1, 0, 1, LINE)).containsOnly(Color.BLACK.getRGB());
    assertThat(part(text, 0, 0, 1, LINE)).containsOnly(Color.BLACK.getRGB());
  }

  @Test
  void drawsEachMapInColoursThatSpanItsOwnRangeWithABarBelow() throws IOException {
    BufferedImage picture =
        cells(BLACK, task("Bald", map(-1, 1)), task("Hat", map(0.001f, 0.002f)));
    assertThat(picture.getWidth()).isEqualTo(2 * STEP);
    assertThat(picture.getHeight()).isEqualTo(2 * ROW);
    assertThat(colour(picture, 80, 80)).isEqualTo(Color.BLACK);
    assertThat(colour(picture, STEP, 80)).isEqualTo(new Color(0, 0, 51));
    assertThat(colour(picture, STEP + SIDE - 1, 80)).isEqualTo(new Color(51, 0, 0));
    assertThat(colour(picture, 0, ROW + 80)).isEqualTo(new Color(0, 0, 51));
    assertThat(colour(picture, SIDE - 1, ROW + 80)).isEqualTo(new Color(51, 0, 0));
    assertThat(part(picture, STEP, SIDE, CELL, LINE)).isEqualTo(bar(new MapScale(-1, 1)));
    assertThat(part(picture, 0, ROW + SIDE, CELL, LINE))
        .isEqualTo(bar(new MapScale(0.001f, 0.002f)));
  }

  @Test
  void saysWhatIsToBeSaidBelowEachMap() throws IOException {
    BufferedImage picture = cells(BLACK, task("Bald", map(-1, 1)), task("Hat", map(-0.25f, 0.5f)));
    assertThat(part(picture, 0, SIDE + LINE, CELL, LINE)).isEqualTo(said("image", CELL));
    assertThat(part(picture, STEP, SIDE + LINE, CELL, LINE)).isEqualTo(said("Bald", CELL));
    assertThat(part(picture, 0, ROW + SIDE + LINE, CELL, LINE)).isEqualTo(said("Hat", CELL));
    Panel panel = Panel.ofOwnRange(RISING, List.of("true: cat", "predicted: dog 0.83"), false);
    BufferedImage single = pixels(JET.of(BLACK, panel));
    assertThat(line(single, SIDE + LINE)).isEqualTo(said("true: cat", single.getWidth()));
    assertThat(line(single, SIDE + 2 * LINE))
        .isEqualTo(said("predicted: dog 0.83", single.getWidth()));
  }

  @Test
  void saysOfAConstantMapThatItIsOne() throws IOException {
    BufferedImage picture = pixels(JET.of(BLACK, Panel.ofOwnRange(map(0.5f), List.of(), false)));
    assertThat(line(picture, SIDE)).isEqualTo(said("map 0.5 everywhere", picture.getWidth()));
    assertThat(picture.getHeight()).isEqualTo(SIDE + LINE);
  }

  @Test
  void hasTheColourMapOfItsStyle() throws IOException {
    Color violet = colour(pixels(of(OverlayStyle.VIRIDIS)), OVERLAY, 80);
    Color yellow = colour(pixels(of(OverlayStyle.VIRIDIS)), OVERLAY + SIDE - 1, 80);
    assertAlike(violet, new Color(27, 0, 34), 2); // 0.4 of viridis' first, 68 1 84
    assertAlike(yellow, new Color(101, 92, 15), 2); // and of its last, 253 231 37
    Color turbo = colour(pixels(of(OverlayStyle.TURBO)), OVERLAY + SIDE - 1, 80);
    assertAlike(turbo, new Color(49, 2, 1), 2); // 122 4 3
    Color authors = colour(pixels(of(OverlayStyle.AUTHORS)), OVERLAY + SIDE - 1, 80);
    assertThat(authors).as("added to black").isEqualTo(new Color(128, 0, 0));
  }

  private static Picture of(OverlayStyle style) {
    return new Overlay(style).of(BLACK, Panel.ofOwnRange(RISING, List.of(), false));
  }

  @Test
  void shortensNamesThatDoNotFit() throws IOException {
    BufferedImage picture = cells(BLACK, task("Mouth_Slightly_Open_And_Smiling_A_Lot", RISING));
    assertThat(part(picture, STEP, SIDE + LINE, CELL, LINE))
        .isEqualTo(said("Mouth_Slightly_Open_And_Smiling..", CELL));
  }

  @Test
  void framesTheTasksWhoseAttributeTheImageHas() throws IOException {
    var has = new Panel(map(0), SYMMETRIC, List.of("Bald"), true);
    BufferedImage picture = cells(BLACK, has, zero("Hat"));
    for (int i = 0; i < 3; i++) {
      assertThat(colour(picture, STEP + i, 80)).isEqualTo(Color.WHITE);
      assertThat(colour(picture, STEP + SIDE - 1 - i, 80)).isEqualTo(Color.WHITE);
      assertThat(colour(picture, STEP + 80, i)).isEqualTo(Color.WHITE);
      assertThat(colour(picture, STEP + 80, SIDE - 1 - i)).isEqualTo(Color.WHITE);
    }
    assertThat(colour(picture, STEP + 3, 80)).isEqualTo(overlaid(0, SYMMETRIC));
    assertThat(colour(picture, 0, ROW + 80)).isEqualTo(overlaid(0, SYMMETRIC));
    assertThat(colour(picture, 0, 80)).as("the image itself").isEqualTo(Color.BLACK);
  }

  @Test
  void makesLargeImagesOfTasksSmaller() throws IOException {
    float[][][] stripes = new float[320][320][1];
    for (int y = 0; y < 320; y += 2) {
      Arrays.fill(stripes[y], new float[] {1});
    }
    BufferedImage picture = cells(stripes, task("Bald", RISING));
    assertThat(picture.getHeight()).isEqualTo(160 + 2 * LINE + 12);
    assertThat(colour(picture, 50, 50)).isEqualTo(new Color(128, 128, 128));
  }

  @Test
  void keepsTheShapeOfWideImages() throws IOException {
    BufferedImage picture = cells(new float[224][323][1], zero("Bald"));
    assertThat(picture.getWidth()).isEqualTo(2 * (231 + 12));
    assertThat(colour(picture, 231 + 12 + 230, 80)).isEqualTo(overlaid(0, SYMMETRIC));
  }

  @Test
  void drawsAMapThatIsNotFiniteWithoutColoursAndSaysSo() throws IOException {
    for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      BufferedImage picture = pixels(overlay(BLACK, map(0, value), UNIT));
      assertThat(line(picture, SIDE)).isEqualTo(said("map holds " + value, picture.getWidth()));
      assertThat(Arrays.stream(all(picture))).allMatch(OverlayTest::isGrey);
    }
  }

  @Test
  void drawsTheOtherTasksInColoursWhereOneMapIsNotFinite() throws IOException {
    var damaged = new Panel(map(0, Float.NaN), SYMMETRIC, List.of("Bald"), true);
    BufferedImage picture = cells(BLACK, damaged, zero("Hat"));
    assertThat(colour(picture, STEP + 80, 80)).isEqualTo(Color.BLACK);
    assertThat(colour(picture, STEP, 80)).as("frame").isEqualTo(Color.WHITE);
    assertThat(part(picture, STEP, SIDE, CELL, LINE)).isEqualTo(said("map holds NaN", CELL));
    assertThat(colour(picture, 0, ROW + 80)).as("no frame").isEqualTo(overlaid(0, SYMMETRIC));
  }

  @Test
  void arrangesPicturesInRows() throws IOException {
    Picture first = overlay(BLACK, RISING, UNIT);
    Picture last = overlay(BLACK, map(0), UNIT);
    BufferedImage grid = pixels(Picture.grid(List.of(first, first, last), 2));
    int width = first.width() + 12;
    int height = first.height() + 12;
    assertThat(grid.getWidth()).isEqualTo(2 * width);
    assertThat(grid.getHeight()).isEqualTo(2 * height);
    assertThat(part(grid, width, 0, first.width(), first.height())).isEqualTo(all(pixels(first)));
    assertThat(part(grid, 0, height, last.width(), last.height())).isEqualTo(all(pixels(last)));
  }

  /** Where a map fills the scale of several, its picture has a line less. */
  @Test
  void arrangesPicturesOfDifferentHeights() throws IOException {
    Picture low = overlay(BLACK, RISING, UNIT);
    Picture high = overlay(BLACK, map(0.2f, 0.4f), UNIT);
    assertThat(high.height()).isEqualTo(low.height() + LINE);
    BufferedImage grid = pixels(Picture.grid(List.of(low, high), 1));
    assertThat(grid.getHeight()).isEqualTo(2 * (high.height() + 12));
    assertThat(part(grid, 0, high.height() + 12, high.width(), high.height()))
        .isEqualTo(all(pixels(high)));
  }

  @Test
  void freesNativeMemory() {
    Picture picture = overlay(BLACK, RISING, UNIT);
    long before = Pointer.totalCount();
    for (int i = 0; i < 20; i++) {
      picture = Picture.grid(List.of(overlay(BLACK, RISING, UNIT)), 1);
      assertThat(picture.png()).isNotEmpty();
    }
    assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before);
  }

  private static SaliencyMap map(float... row) {
    return new SaliencyMap(new float[][] {row});
  }

  private static Panel task(String attribute, SaliencyMap map) {
    return Panel.ofOwnRange(map, List.of(attribute), false);
  }

  private static Panel zero(String attribute) {
    return new Panel(map(0), SYMMETRIC, List.of(attribute), false);
  }

  private static Picture overlay(float[][][] image, SaliencyMap map, MapScale scale) {
    return JET.of(image, new Panel(map, scale, List.of(), false));
  }

  private static BufferedImage cells(float[][][] image, Panel... panels) throws IOException {
    return pixels(JET.of(image, List.of("image"), List.of(panels)));
  }

  private static int[] bar(MapScale scale) throws IOException {
    return all(pixels(Picture.of(() -> Captions.bar(scale, OverlayStyle.JET, CELL))));
  }

  /** As another reader sees the file. */
  private static BufferedImage pixels(Picture picture) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(picture.png()));
  }

  /** The colour of a constant map over black. */
  private static Color overlaid(float value, MapScale scale) throws IOException {
    return colour(pixels(overlay(BLACK, map(value), scale)), OVERLAY, 0);
  }

  private static Color colour(BufferedImage picture, int x, int y) {
    return new Color(picture.getRGB(x, y));
  }

  private static boolean isGrey(int rgb) {
    Color colour = new Color(rgb);
    return colour.getRed() == colour.getGreen() && colour.getGreen() == colour.getBlue();
  }

  private static void assertAlike(Color actual, Color due, int within) {
    assertThat(actual.getRed()).isCloseTo(due.getRed(), within(within));
    assertThat(actual.getGreen()).isCloseTo(due.getGreen(), within(within));
    assertThat(actual.getBlue()).isCloseTo(due.getBlue(), within(within));
  }

  /** That a text stands there as it does where there is more than enough room. */
  private static void assertIsWhole(int[] line, String text, int width) throws IOException {
    BufferedImage roomy = pixels(Picture.of(() -> Captions.line(text, 1000)));
    assertThat(line).isEqualTo(part(roomy, 0, 0, width, LINE));
    assertThat(part(roomy, width, 0, 1000 - width, LINE)).containsOnly(Color.BLACK.getRGB());
  }

  private static int[] said(String text, int width) throws IOException {
    int[] line = all(pixels(Picture.of(() -> Captions.line(text, width))));
    assertThat(Arrays.stream(line)).as(text).anyMatch(rgb -> new Color(rgb).getRed() > 200);
    return line;
  }

  private static int[] line(BufferedImage picture, int top) {
    return part(picture, 0, top, picture.getWidth(), LINE);
  }

  private static int[] all(BufferedImage picture) {
    return part(picture, 0, 0, picture.getWidth(), picture.getHeight());
  }

  private static int[] part(BufferedImage picture, int left, int top, int width, int height) {
    return picture.getRGB(left, top, width, height, null, 0, width);
  }
}
