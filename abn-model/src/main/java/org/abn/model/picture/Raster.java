package org.abn.model.picture;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.add;
import static org.bytedeco.opencv.global.opencv_core.addWeighted;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_NEAREST;
import static org.bytedeco.opencv.global.opencv_imgproc.LINE_8;
import static org.bytedeco.opencv.global.opencv_imgproc.rectangle;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Pixels in native memory, for OpenCV.
 *
 * @param mat of bytes: blue, green and red
 */
record Raster(Mat mat) {

  private static final int CHANNELS = 3;

  /** Thickness of a line; along an edge, OpenCV draws as many pixels of it within. */
  private static final int FRAME = 3;

  /** Of a map's colours over an image. */
  private static final double SHARE = 0.4;

  /** Between an image and its overlay. */
  private static final int GAP = 4;

  /** Behind and below each part of a grid. */
  private static final int GRID_GAP = 12;

  /** Of {@code [H][W][C]} in [0, 1]; one channel is grey, three are red, green and blue. */
  static Raster of(float[][][] image) {
    int height = image.length;
    int width = image[0].length;
    byte[] bgr = new byte[height * width * CHANNELS];
    for (int i = 0; i < bgr.length; i++) {
      float[] pixel = image[i / CHANNELS / width][i / CHANNELS % width];
      int channel = pixel.length - 1 - i % CHANNELS;
      float shade = pixel[Math.max(0, channel)];
      bgr[i] = (byte) Math.round(255 * Math.max(0, Math.min(1, shade)));
    }
    return of(height, width, bgr);
  }

  static Raster of(Picture picture) {
    return of(picture.height(), picture.width(), picture.bgr());
  }

  private static Raster of(int height, int width, byte[] bgr) {
    return new Raster(new Mat(height, width, CV_8UC3, new BytePointer(bgr)));
  }

  static Raster black(int height, int width) {
    return new Raster(new Mat(height, width, CV_8UC3, Scalar.BLACK));
  }

  /** One below the other, from the left edge. */
  static Raster column(List<Raster> parts) {
    int height = parts.stream().mapToInt(Raster::height).sum();
    Raster column = black(height, parts.stream().mapToInt(Raster::width).max().orElseThrow());
    int top = 0;
    for (Raster part : parts) {
      column.put(top, 0, part);
      top += part.height();
    }
    return column;
  }

  /** Parts row by row, each in a cell that would hold any of them. */
  static Raster grid(List<Raster> parts, int columns) {
    int height = parts.stream().mapToInt(Raster::height).max().orElseThrow() + GRID_GAP;
    int width = parts.stream().mapToInt(Raster::width).max().orElseThrow() + GRID_GAP;
    int rows = (parts.size() + columns - 1) / columns;
    Raster grid = black(rows * height, columns * width);
    for (int i = 0; i < parts.size(); i++) {
      grid.put(i / columns * height, i % columns * width, parts.get(i));
    }
    return grid;
  }

  int height() {
    return mat.rows();
  }

  int width() {
    return mat.cols();
  }

  /** Copies a part to a place. */
  void put(int top, int left, Raster part) {
    part.mat.copyTo(mat.apply(new Rect(left, top, part.width(), part.height())));
  }

  Raster beside(Raster right) {
    Raster both = black(height(), width() + GAP + right.width());
    both.put(0, 0, this);
    both.put(0, width() + GAP, right);
    return both;
  }

  /** Enlarged by the whole factor that brings it closest to a height; its pixels stay squares. */
  Raster enlarged(int about) {
    int factor = Math.max(1, Math.round((float) about / height()));
    return resized(factor * height(), factor * width(), INTER_NEAREST);
  }

  /** Made smaller, by averages, if it is higher than that. */
  Raster shrunk(int most) {
    if (height() <= most) {
      return this;
    }
    int width = Math.max(1, Math.round((float) width() * most / height()));
    return resized(most, width, INTER_AREA);
  }

  private Raster resized(int height, int width, int interpolation) {
    Mat resized = new Mat();
    resize(mat, resized, new Size(width, height), 0, 0, interpolation);
    return new Raster(resized);
  }

  /** Mixed with another of its size, of which there is {@value #SHARE}. */
  Raster mixed(Raster other) {
    Mat mixed = new Mat();
    addWeighted(mat, 1 - SHARE, other.mat, SHARE, 0, mixed);
    return new Raster(mixed);
  }

  /** The sum with another of its size; what is brighter than can be is as bright as can be. */
  Raster plus(Raster other) {
    Mat sum = new Mat();
    add(mat, other.mat, sum);
    return new Raster(sum);
  }

  /** With a white frame on its outermost pixels. */
  Raster framed() {
    Mat framed = mat.clone();
    rectangle(framed, new Rect(0, 0, width(), height()), Scalar.WHITE, FRAME, LINE_8, 0);
    return new Raster(framed);
  }

  /** A copy on the heap. */
  byte[] bytes() {
    byte[] bytes = new byte[height() * width() * CHANNELS];
    mat.data().get(bytes);
    return bytes;
  }
}
