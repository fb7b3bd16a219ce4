package org.abn.model.picture;

import static org.bytedeco.opencv.global.opencv_core.CV_32FC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8U;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.applyColorMap;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import org.abn.model.explain.SaliencyMap;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** Values as colours. */
final class Colours {

  private Colours() {}

  /** A map, interpolated bilinearly between the centres of its positions. */
  static Raster of(SaliencyMap map, MapScale scale, OverlayStyle style, int height, int width) {
    float[][] values = map.values();
    int columns = values[0].length;
    float[] positions = new float[values.length * columns];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = scale.position(values[i / columns][i % columns]);
    }
    return coloured(positions, columns, style, height, width);
  }

  /** All colours, from the first at the left to the last. */
  static Raster bar(OverlayStyle style, int height, int width) {
    float[] positions = new float[width];
    for (int x = 0; x < width; x++) {
      positions[x] = (float) x / (width - 1);
    }
    return coloured(positions, width, style, height, width);
  }

  private static Raster coloured(
      float[] positions, int columns, OverlayStyle style, int height, int width) {
    Mat small = new Mat(positions.length / columns, columns, CV_32FC1, new FloatPointer(positions));
    Mat large = new Mat();
    resize(small, large, new Size(width, height), 0, 0, INTER_LINEAR);
    Mat indices = new Mat();
    large.convertTo(indices, CV_8U, 255, 0);
    Mat coloured = new Mat();
    applyColorMap(indices, coloured, style.colourMap());
    return new Raster(coloured);
  }
}
