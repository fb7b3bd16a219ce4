package org.abn.model.quality;

import static org.bytedeco.opencv.global.opencv_core.BORDER_CONSTANT;
import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC1;
import static org.bytedeco.opencv.global.opencv_core.CV_MAKETYPE;
import static org.bytedeco.opencv.global.opencv_imgproc.sepFilter2D;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;

/**
 * The blurred image from which insertion starts: a Gaussian of sigma 5 in a window of 11 x 11, as
 * in RISE's public code (Petsiuk et al. 2018). There the window is what SciPy's {@code
 * gaussian_filter} makes of a single 1 in its centre, so what lies beyond is folded in at its
 * edges, and the sum stays 1. Beyond the image's edges there are zeros, also of an image smaller
 * than the window.
 */
final class Blur {

  static final int WINDOW = 11;
  static final int SIGMA = 5;

  /** Where SciPy cuts a Gaussian off, in sigmas. */
  private static final int CUT = 4;

  private Blur() {}

  static NormalisedImage of(NormalisedImage image) {
    int type = CV_MAKETYPE(CV_32F, image.channels());
    float[] blurred = new float[image.values().length];
    try (Mat plain =
            new Mat(image.height(), image.width(), type, new FloatPointer(image.values()));
        Mat kernel = new Mat(1, WINDOW, CV_32FC1, new FloatPointer(kernel()));
        Mat result = new Mat();
        Point centre = new Point(-1, -1)) {
      sepFilter2D(plain, result, CV_32F, kernel, kernel, centre, 0, BORDER_CONSTANT);
      new FloatPointer(result.data()).get(blurred);
    }
    return image.with(blurred);
  }

  /** One dimension of the window. */
  private static float[] kernel() {
    double[] weights = new double[WINDOW];
    double sum = 0;
    for (int offset = -CUT * SIGMA; offset <= CUT * SIGMA; offset++) {
      double weight = Math.exp(-0.5 * offset * offset / (SIGMA * SIGMA));
      weights[reflected(WINDOW / 2 + offset)] += weight;
      sum += weight;
    }
    float[] kernel = new float[WINDOW];
    for (int i = 0; i < WINDOW; i++) {
      kernel[i] = (float) (weights[i] / sum);
    }
    return kernel;
  }

  /** Back into the window, as if there were mirrors at its edges. */
  private static int reflected(int place) {
    int around = Math.floorMod(place, 2 * WINDOW);
    return around < WINDOW ? around : 2 * WINDOW - 1 - around;
  }
}
