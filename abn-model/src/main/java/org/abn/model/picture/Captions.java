package org.abn.model.picture;

import static org.bytedeco.opencv.global.opencv_imgproc.FONT_HERSHEY_SIMPLEX;
import static org.bytedeco.opencv.global.opencv_imgproc.LINE_AA;
import static org.bytedeco.opencv.global.opencv_imgproc.getTextSize;
import static org.bytedeco.opencv.global.opencv_imgproc.putText;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Scalar;

/**
 * Lines of white text and colour bars on black. The letters are OpenCV's own, so that no fonts are
 * needed where pictures are drawn; what is not ASCII becomes a question mark.
 */
final class Captions {

  /** Height of a line; the other lengths are in pixels, too. */
  private static final int LINE = 18;

  private static final double SIZE = 0.4;
  private static final int BASELINE = 13;
  private static final int BAR = 10;
  private static final int SPACE = 5;

  /** Left and right of a line: letters are smoothed a little beyond their width. */
  private static final int MARGIN = 2;

  private static final String CUT = "..";

  private Captions() {}

  /** A line of text; what does not fit is cut off, and the line then ends in two dots. */
  static Raster line(String text, int width) {
    Raster line = Raster.black(LINE, width);
    write(line, shortened(text, width - 2 * MARGIN), MARGIN);
    return line;
  }

  /** A text in as many lines as it takes, parted between words; a longer word is cut off. */
  static List<Raster> lines(String text, int width) {
    List<Raster> lines = new ArrayList<>();
    String line = "";
    for (String word : text.split(" ")) {
      String longer = line.isEmpty() ? word : line + " " + word;
      if (!line.isEmpty() && width(longer) > width - 2 * MARGIN) {
        lines.add(line(line, width));
        longer = word;
      }
      line = longer;
    }
    lines.add(line(line, width));
    return lines;
  }

  /** A bar of all colours with the values of the first and the last at its ends. */
  static Raster bar(MapScale scale, OverlayStyle style, int width) {
    String first = ThreeDigits.of(scale.least());
    String last = ThreeDigits.of(scale.greatest());
    int left = MARGIN + width(first) + SPACE;
    int right = width - MARGIN - width(last);
    Raster line = Raster.black(LINE, width);
    write(line, first, MARGIN);
    line.put((LINE - BAR) / 2, left, Colours.bar(style, BAR, right - SPACE - left));
    write(line, last, right);
    return line;
  }

  private static void write(Raster line, String text, int left) {
    Point origin = new Point(left, BASELINE);
    putText(line.mat(), text, origin, FONT_HERSHEY_SIMPLEX, SIZE, Scalar.WHITE, 1, LINE_AA, false);
  }

  private static String shortened(String text, int width) {
    String fitting = text;
    for (int length = text.length() - 1; width(fitting) > width && length >= 0; length--) {
      fitting = text.substring(0, length) + CUT;
    }
    return fitting;
  }

  private static int width(String text) {
    return getTextSize(text, FONT_HERSHEY_SIMPLEX, SIZE, 1, new int[1]).width();
  }
}
