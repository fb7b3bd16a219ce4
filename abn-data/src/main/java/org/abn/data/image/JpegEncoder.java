package org.abn.data.image;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_QUALITY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_RGB2BGR;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;

/** Makes JPEG files of pixels; the same pixels make the same bytes. For any number of threads. */
final class JpegEncoder {
  /**
   * Of 100, and OpenCV's default: what comes out of ImageNet's photographs at a short side of 256
   * differs from the resized pixels by 3 to 4 of 255 (root mean square) and takes two fifths of
   * their bytes.
   */
  static final int QUALITY = 95;

  private JpegEncoder() {}

  /** Encodes pixels of three channels. */
  @SuppressWarnings({"try", "unchecked"}) // the scope does its work by being open
  static byte[] encode(Pixels pixels) {
    try (PointerScope scope = new PointerScope()) {
      BytePointer file = new BytePointer();
      IntPointer parameters = new IntPointer(IMWRITE_JPEG_QUALITY, QUALITY);
      Raster bgr = Raster.of(pixels).converted(COLOR_RGB2BGR);
      if (!imencode(".jpg", bgr.mat(), file, parameters)) {
        throw new IllegalStateException("OpenCV cannot encode pixels of " + pixels.size());
      }
      byte[] bytes = new byte[Math.toIntExact(file.limit())];
      file.get(bytes);
      return bytes;
    }
  }
}
