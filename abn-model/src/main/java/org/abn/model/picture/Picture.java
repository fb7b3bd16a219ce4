package org.abn.model.picture;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_QUALITY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;

/**
 * A finished picture.
 *
 * @param height in pixels
 * @param width in pixels
 * @param bgr {@code [height, width, 3]}: blue, green and red, a byte each
 */
public record Picture(int height, int width, byte[] bgr) {

  /** Draws, and frees at once what was drawn with; the garbage collector does not see it. */
  @SuppressWarnings({"try", "unchecked"}) // the scope does its work by being open
  static Picture of(Supplier<Raster> drawing) {
    try (PointerScope scope = new PointerScope()) {
      Raster drawn = drawing.get();
      return new Picture(drawn.height(), drawn.width(), drawn.bytes());
    }
  }

  /** Pictures in a grid, row by row; its cells are as large as the largest of them. */
  public static Picture grid(List<Picture> pictures, int columns) {
    return of(() -> Raster.grid(pictures.stream().map(Raster::of).toList(), columns));
  }

  /** The same with texts below, each from the start of a line. */
  public Picture captioned(List<String> texts) {
    return of(
        () -> {
          List<Raster> parts = new ArrayList<>(List.of(Raster.of(this)));
          texts.forEach(text -> parts.addAll(Captions.lines(text, width)));
          return Raster.column(parts);
        });
  }

  /** The bytes of a PNG file. */
  public byte[] png() {
    return encoded(".png", new int[0]);
  }

  /**
   * The bytes of a JPEG file.
   *
   * @param quality from 0 to 100
   */
  public byte[] jpeg(int quality) {
    return encoded(".jpg", new int[] {IMWRITE_JPEG_QUALITY, quality});
  }

  @SuppressWarnings({"try", "unchecked"}) // the scope does its work by being open
  private byte[] encoded(String kind, int[] settings) {
    try (PointerScope scope = new PointerScope()) {
      BytePointer file = new BytePointer();
      if (!imencode(kind, Raster.of(this).mat(), file, new IntPointer(settings))) {
        throw new IllegalStateException(
            String.format(
                Locale.ROOT, "OpenCV cannot encode a picture of %d x %d pixels", height, width));
      }
      byte[] bytes = new byte[Math.toIntExact(file.limit())];
      file.get(bytes);
      return bytes;
    }
  }
}
