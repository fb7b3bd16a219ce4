package org.abn.data.image;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import org.abn.data.augment.ImageSize;
import org.abn.data.record.Region;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Pixels in native memory, for OpenCV.
 *
 * @param mat of bytes, channels last
 */
record Raster(Mat mat) {
  private static final int AVERAGED_FROM = 2;

  static {
    // A batch is decoded by many threads already.
    opencv_core.setNumThreads(1);
  }

  static Raster of(Pixels pixels) {
    ImageSize size = pixels.size();
    BytePointer values = new BytePointer(pixels.values());
    return new Raster(new Mat(size.height(), size.width(), CV_8UC(pixels.channels()), values));
  }

  /** A part, resized by linear interpolation, or by averages where pixels are many. */
  Raster resized(Region region, ImageSize size) {
    Mat part = mat.apply(new Rect(region.left(), region.top(), region.width(), region.height()));
    if (region.width() == size.width() && region.height() == size.height()) {
      return new Raster(part);
    }
    double rows = (double) region.height() / size.height();
    double columns = (double) region.width() / size.width();
    boolean averaged = Math.max(rows, columns) >= AVERAGED_FROM && Math.min(rows, columns) >= 1;
    Mat resized = new Mat();
    Size target = new Size(size.width(), size.height());
    resize(part, resized, target, 0, 0, averaged ? INTER_AREA : INTER_LINEAR);
    return new Raster(resized);
  }

  /** The same in another order or system of colours, one of OpenCV's {@code COLOR_} codes. */
  Raster converted(int code) {
    Mat converted = new Mat();
    cvtColor(mat, converted, code);
    return new Raster(converted);
  }

  /** A copy on the heap. */
  Pixels pixels() {
    Mat whole = mat.isContinuous() ? mat : mat.clone();
    byte[] values = new byte[mat.rows() * mat.cols() * mat.channels()];
    whole.data().get(values);
    return new Pixels(new ImageSize(mat.rows(), mat.cols()), mat.channels(), values);
  }
}
