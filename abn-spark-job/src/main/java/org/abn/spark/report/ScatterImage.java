package org.abn.spark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;

/**
 * Embeddings side by side as a PNG file, points in the colours of their labels (Figure 6 of Fukui
 * et al. 2019). It needs neither a screen nor fonts; text that is not ASCII becomes question marks.
 */
public final class ScatterImage {

  private static final int PANEL = 900; // pixels, of a square
  private static final int GAP = 40;
  private static final int TITLE = 70;
  private static final double TITLE_SIZE = 1.1;
  private static final int LINE = 36;
  private static final double LINE_SIZE = 0.8;
  private static final int FRAME = 0xc4c9d0;

  /** Between the outermost points and the frame. */
  private static final int INSET = 30;

  private static final double LARGEST_DOT = 8;
  private static final double SMALLEST_DOT = 4;

  private ScatterImage() {}

  /**
   * Draws panels of 900 x 900 pixels, each as large as its points allow, with a legend below.
   *
   * @param panels at least one
   * @param labels names, of which up to 20 have colours that are told apart, and more have those of
   *     a continuous map, in their order
   * @param lines below the legend, each over as many lines as it takes
   * @throws IllegalArgumentException if there is no panel, or if a point's label has no name
   */
  @SuppressWarnings({"try", "unchecked"}) // the scope does its work by being open
  public static byte[] png(List<ScatterPanel> panels, List<String> labels, List<String> lines) {
    requireNames(panels, labels);
    int width = GAP + panels.size() * (PANEL + GAP);
    try (PointerScope scope = new PointerScope()) {
      ScatterLegend legend = new ScatterLegend(labels, width - 2 * GAP);
      List<String> wrapped =
          lines.stream().flatMap(line -> wrapped(line, width - 2 * GAP)).toList();
      int top = TITLE + PANEL + GAP + legend.height() + GAP;
      Canvas canvas =
          new Canvas(width, top + wrapped.size() * LINE + (wrapped.isEmpty() ? 0 : GAP));
      for (int i = 0; i < panels.size(); i++) {
        draw(canvas, panels.get(i), LabelColours.of(labels.size()), GAP + i * (PANEL + GAP));
      }
      legend.draw(canvas, GAP, TITLE + PANEL + GAP);
      for (int i = 0; i < wrapped.size(); i++) {
        canvas.text(wrapped.get(i), LINE_SIZE, GAP, top + i * LINE + LINE / 2);
      }
      return canvas.png();
    }
  }

  /** Parted between words. */
  private static Stream<String> wrapped(String text, int width) {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String word : text.split(" ")) {
      String longer = line.isEmpty() ? word : line + " " + word;
      if (!line.isEmpty() && Canvas.width(longer, LINE_SIZE) > width) {
        lines.add(line);
        longer = word;
      }
      line = longer;
    }
    lines.add(line);
    return lines.stream();
  }

  private static void requireNames(List<ScatterPanel> panels, List<String> labels) {
    if (panels.isEmpty()) {
      throw new IllegalArgumentException("a picture must have a panel");
    }
    for (ScatterPanel panel : panels) {
      int greatest = panel.points().stream().mapToInt(ScatterPoint::label).max().orElseThrow();
      if (greatest >= labels.size()) {
        throw new IllegalArgumentException(
            "%s: label %s must be one of %s names"
                .formatted(panel.title(), greatest, labels.size()));
      }
    }
  }

  private static void draw(Canvas canvas, ScatterPanel panel, List<Integer> colours, int left) {
    int width = Canvas.width(panel.title(), TITLE_SIZE);
    double size = TITLE_SIZE * Math.min(1, (double) PANEL / width);
    int indent = (PANEL - Canvas.width(panel.title(), size)) / 2;
    canvas.text(panel.title(), size, left + indent, TITLE - 24);
    canvas.frame(left, TITLE, PANEL, PANEL, FRAME);
    ScatterScale scale = ScatterScale.of(panel.points(), PANEL - 2 * INSET);
    double radius = radius(panel.points().size());
    for (ScatterPoint point : panel.points()) {
      double x = left + INSET + scale.x(point);
      double y = TITLE + INSET + scale.y(point);
      canvas.dot(x, y, radius, colours.get(point.label()));
    }
  }

  /** Such that all dots together would cover a quarter of the panel. */
  private static double radius(int points) {
    return Math.max(SMALLEST_DOT, Math.min(LARGEST_DOT, 0.3 * PANEL / Math.sqrt(points)));
  }
}
