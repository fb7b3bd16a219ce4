package org.abn.data.image;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_COLOR_2;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_COLOR_4;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_COLOR_8;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;

import org.abn.data.InvalidDataException;
import org.abn.data.record.ImageShape;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;

/** OpenCV's decoder, which takes every kind of JPEG and PNG. */
final class OpenCvDecoder {
  /** By the number of halvings. */
  private static final int[] FLAGS = {
    IMREAD_COLOR, IMREAD_REDUCED_COLOR_2, IMREAD_REDUCED_COLOR_4, IMREAD_REDUCED_COLOR_8
  };

  private OpenCvDecoder() {}

  /** Decodes a file of a known shape to blue, green and red. */
  static Raster decode(byte[] file, ImageShape shape, Reduction reduction) {
    Mat bytes = new Mat(1, file.length, CV_8UC1, new BytePointer(file));
    Mat decoded = decode(bytes, FLAGS[reduction.halvings()] | IMREAD_IGNORE_ORIENTATION);
    if (decoded.rows() != reduction.of(shape.height())
        || decoded.cols() != reduction.of(shape.width())) {
      throw InvalidDataException.of("image of %s cannot be decoded; copy the file again", shape);
    }
    return new Raster(decoded);
  }

  private static Mat decode(Mat bytes, int flags) {
    try {
      return imdecode(bytes, flags);
    } catch (RuntimeException e) { // whatever OpenCV throws in C++
      throw new InvalidDataException("image cannot be decoded: " + e.getMessage(), e);
    }
  }
}
