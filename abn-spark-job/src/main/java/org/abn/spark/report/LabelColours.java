package org.abn.spark.report;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_imgproc.COLORMAP_TURBO;
import static org.bytedeco.opencv.global.opencv_imgproc.applyColorMap;

import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;

/** Colours of labels on white: as far as it goes each its own, beyond that by order. */
final class LabelColours {

  // The ten of Tableau, then ten that lie between them or are darker or lighter.
  private static final List<Integer> DISTINCT =
      List.of(
          0x1f77b4, 0xff7f0e, 0x2ca02c, 0xd62728, 0x9467bd, 0x8c564b, 0xe377c2, 0x7f7f7f, 0xbcbd22,
          0x17becf, 0x000075, 0xffd92f, 0x005a32, 0x800000, 0x4a0080, 0xff9896, 0xf032e6, 0x000000,
          0x98df8a, 0xaec7e8);

  private LabelColours() {}

  /** Whether so many labels are told apart. */
  static boolean areDistinct(int labels) {
    return labels <= DISTINCT.size();
  }

  /** Of all labels, as 0xRRGGBB. */
  static List<Integer> of(int labels) {
    return areDistinct(labels) ? DISTINCT.subList(0, labels) : continuous(labels);
  }

  /** From blue over green to red: "turbo", whose ends are dark enough for a white page. */
  static List<Integer> continuous(int count) {
    byte[] places = new byte[count];
    for (int i = 0; i < count; i++) {
      places[i] = (byte) Math.round(255.0 * i / Math.max(1, count - 1));
    }
    Mat coloured = new Mat();
    applyColorMap(new Mat(1, count, CV_8UC1, new BytePointer(places)), coloured, COLORMAP_TURBO);
    byte[] bgr = new byte[3 * count];
    coloured.data().get(bgr);
    return IntStream.range(0, count).mapToObj(i -> rgb(bgr, 3 * i)).toList();
  }

  private static int rgb(byte[] bgr, int at) {
    return ((bgr[at + 2] & 0xff) << 16) | ((bgr[at + 1] & 0xff) << 8) | (bgr[at] & 0xff);
  }
}
