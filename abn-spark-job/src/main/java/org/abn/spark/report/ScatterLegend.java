package org.abn.spark.report;

import java.util.List;

/** Which colour is which label: a dot and a name for each, or a bar where they are many. */
final class ScatterLegend {

  private static final int LINE = 40;
  private static final double SIZE = 0.8;
  private static final int BASELINE = 28;
  private static final int DOT = 9;
  private static final int SPACE = 14; // between a colour and its name
  private static final int COLUMN_GAP = 40;
  private static final int WIDEST_NAME = 400;
  private static final int BAR = 512;
  private static final String CUT = "..";

  private final List<String> labels;
  private final int column;
  private final int columns;

  /**
   * @param width that there is, in pixels
   */
  ScatterLegend(List<String> labels, int width) {
    this.labels = labels.stream().map(ScatterLegend::shortened).toList();
    int widest = this.labels.stream().mapToInt(label -> Canvas.width(label, SIZE)).max().orElse(0);
    column = 2 * DOT + SPACE + widest + COLUMN_GAP;
    int most = Math.max(1, (width + COLUMN_GAP) / column);
    int rows = (labels.size() + most - 1) / most;
    columns = (labels.size() + rows - 1) / rows; // as many in each row
  }

  private static String shortened(String label) {
    String fitting = label;
    for (int end = label.length() - 1; Canvas.width(fitting, SIZE) > WIDEST_NAME; end--) {
      fitting = label.substring(0, end) + CUT;
    }
    return fitting;
  }

  /** In pixels. */
  int height() {
    return areDistinct() ? LINE * ((labels.size() + columns - 1) / columns) : 2 * LINE;
  }

  private boolean areDistinct() {
    return LabelColours.areDistinct(labels.size());
  }

  void draw(Canvas canvas, int left, int top) {
    if (areDistinct()) {
      drawEach(canvas, left, top);
    } else {
      drawBar(canvas, left, top);
    }
  }

  private void drawEach(Canvas canvas, int left, int top) {
    List<Integer> colours = LabelColours.of(labels.size());
    for (int i = 0; i < labels.size(); i++) {
      int x = left + i % columns * column;
      int y = top + i / columns * LINE;
      canvas.dot(x + DOT, y + LINE / 2.0, DOT, colours.get(i));
      canvas.text(labels.get(i), SIZE, x + 2 * DOT + SPACE, y + BASELINE);
    }
  }

  private void drawBar(Canvas canvas, int left, int top) {
    String first = labels.get(0);
    int bar = left + Canvas.width(first, SIZE) + SPACE;
    canvas.text(first, SIZE, left, top + BASELINE);
    List<Integer> colours = LabelColours.continuous(BAR);
    for (int x = 0; x < BAR; x++) {
      canvas.fill(bar + x, top + LINE / 4, 1, LINE / 2, colours.get(x));
    }
    canvas.text(labels.get(labels.size() - 1), SIZE, bar + BAR + SPACE, top + BASELINE);
    String note =
        labels.size() + " labels, coloured by their order: those that follow each other look alike";
    canvas.text(note, SIZE, left, top + LINE + BASELINE);
  }
}
