package org.abn.spark.report;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;
import static org.bytedeco.opencv.global.opencv_imgproc.FILLED;
import static org.bytedeco.opencv.global.opencv_imgproc.FONT_HERSHEY_SIMPLEX;
import static org.bytedeco.opencv.global.opencv_imgproc.LINE_8;
import static org.bytedeco.opencv.global.opencv_imgproc.LINE_AA;
import static org.bytedeco.opencv.global.opencv_imgproc.circle;
import static org.bytedeco.opencv.global.opencv_imgproc.getTextSize;
import static org.bytedeco.opencv.global.opencv_imgproc.putText;
import static org.bytedeco.opencv.global.opencv_imgproc.rectangle;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;

/**
 * A white page in native memory, in pixels from its upper left corner. The letters are OpenCV's
 * own, so that no fonts are needed; what is not ASCII becomes a question mark. Colours are
 * 0xRRGGBB.
 */
final class Canvas {

  private static final int SHIFT = 4; // OpenCV's coordinates in sixteenths of a pixel
  private static final int WHITE = 0xffffff;
  private static final int TEXT = 0x282d33;
  private static final int STROKE = 2;
  private static final double RING = 0.7;

  private final Mat mat;

  Canvas(int width, int height) {
    mat = new Mat(height, width, CV_8UC3, bgr(WHITE));
  }

  /** A disc in a thin white ring, which parts it from those that it overlaps. */
  void dot(double x, double y, double radius, int colour) {
    disc(x, y, radius + RING, WHITE);
    disc(x, y, radius, colour);
  }

  private void disc(double x, double y, double radius, int colour) {
    Point centre = new Point(fixed(x), fixed(y));
    circle(mat, centre, fixed(radius), bgr(colour), FILLED, LINE_AA, SHIFT);
  }

  private static Scalar bgr(int colour) {
    return new Scalar(colour & 0xff, colour >> 8 & 0xff, colour >> 16, 0);
  }

  private static int fixed(double pixels) {
    return (int) Math.round(pixels * (1 << SHIFT));
  }

  void fill(int x, int y, int width, int height, int colour) {
    rectangle(mat, new Rect(x, y, width, height), bgr(colour), FILLED, LINE_8, 0);
  }

  void frame(int x, int y, int width, int height, int colour) {
    rectangle(mat, new Rect(x, y, width, height), bgr(colour), STROKE, LINE_8, 0);
  }

  /** Text from a place on its baseline to the right. */
  void text(String text, double size, int x, int baseline) {
    putText(
        mat,
        text,
        new Point(x, baseline),
        FONT_HERSHEY_SIMPLEX,
        size,
        bgr(TEXT),
        STROKE,
        LINE_AA,
        false);
  }

  static int width(String text, double size) {
    return getTextSize(text, FONT_HERSHEY_SIMPLEX, size, STROKE, new int[1]).width();
  }

  /** The bytes of a PNG file. */
  byte[] png() {
    BytePointer file = new BytePointer();
    if (!imencode(".png", mat, file)) {
      throw new IllegalStateException("OpenCV does not write PNG");
    }
    byte[] bytes = new byte[Math.toIntExact(file.limit())];
    file.get(bytes);
    return bytes;
  }
}
