package org.abn.data.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.abn.data.SmallImages.chunk;
import static org.abn.data.SmallImages.encoded;
import static org.abn.data.SmallImages.jpeg;
import static org.abn.data.SmallImages.png;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_PROGRESSIVE;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_RST_INTERVAL;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.IIOImage;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/** A small file of every kind that is read, by name; all show colours that change slowly. */
final class SoundImages {
  private static final int WIDTH = 45;
  private static final int HEIGHT = 35;

  /** Made by libjpeg-turbo's cjpeg; nothing that we depend on makes such. */
  private static final String ARITHMETIC =
      "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+"
          + "MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//yQALCAAjAC0BAREA/8wABgAQEAX/2gAIAQEAAD8A0Ml9"
          + "t0ErP0ZMJNeMNwCLfurdUkhJ/cfYPTEgev4JOpY5Ifk9PEvUUO1wdu2OyYtAt6jOXKH0iZQw/9k=";

  private static final String PROGRESSIVE_ARITHMETIC =
      "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+"
          + "MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//ygALCAAjAC0BAREA/8wABAAQ/9oACAEBAAAAAc2EUQ0A"
          + "3Efl+4MI2NMWgP/MAAQQBf/aAAgBAQABBQJ+gjmMVc+g/8wABBAF/9oACAEBAAY/ArD/zAAEEAX/2gAI"
          + "AQEAAT8h31UAxuRnxFb/2gAIAQEAAAAQqMH7JP/MAAQQBf/aAAgBAQABPxAfKMfu1faKUZKAkTyezrma"
          + "SYD/2Q==";

  private SoundImages() {}

  static Map<String, byte[]> all() {
    Map<String, byte[]> files = new TreeMap<>();
    files.put("baseline", jpeg(picture(BufferedImage.TYPE_INT_RGB), false));
    files.put("progressive", jpeg(picture(BufferedImage.TYPE_INT_RGB), true));
    files.put("grey", jpeg(picture(BufferedImage.TYPE_BYTE_GRAY), false));
    files.put("full colour", encoded("jpeg", new IIOImage(raster(3), null, null), false));
    files.put("CMYK", encoded("jpeg", new IIOImage(raster(4), null, null), false));
    files.put("restarts", openCv(IMWRITE_JPEG_RST_INTERVAL, 1));
    files.put(
        "progressive restarts", openCv(IMWRITE_JPEG_RST_INTERVAL, 2, IMWRITE_JPEG_PROGRESSIVE, 1));
    files.put("arithmetic", Base64.getDecoder().decode(ARITHMETIC));
    files.put("progressive arithmetic", Base64.getDecoder().decode(PROGRESSIVE_ARITHMETIC));
    files.put("PNG", inChunks(png(picture(BufferedImage.TYPE_INT_RGB), false)));
    files.put("PNG grey", png(picture(BufferedImage.TYPE_BYTE_GRAY), false));
    files.put("PNG interlaced", png(picture(BufferedImage.TYPE_INT_ARGB), true));
    files.put("PNG 16 bits", png(picture(BufferedImage.TYPE_USHORT_GRAY), false));
    files.put("PNG palette", png(picture(BufferedImage.TYPE_BYTE_INDEXED), false));
    return files;
  }

  private static BufferedImage picture(int type) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        image.setRGB(x, y, new Color(20 + 4 * x, 230 - 5 * y, 90).getRGB());
      }
    }
    return image;
  }

  /** Written as they are, without fewer colours than pixels. */
  private static WritableRaster raster(int channels) {
    WritableRaster raster =
        Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, WIDTH, HEIGHT, channels, null);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        raster.setPixel(x, y, new int[] {20 + 4 * x, 230 - 5 * y, 90, 60});
      }
    }
    return raster;
  }

  /** With pixels in two chunks, and chunks before and after that decoders need not know. */
  private static byte[] inChunks(byte[] png) {
    List<byte[]> parts = ImageParts.of(png);
    byte[] pixels = parts.get(2);
    int half = pixels.length / 2;
    return ImageParts.joined(
        List.of(
            parts.get(0),
            parts.get(1),
            chunk("tEXt", "Comment\0of no use".getBytes(UTF_8)),
            chunk("PLTE", new byte[9]),
            chunk("IDAT", Arrays.copyOfRange(pixels, 8, half)),
            chunk("IDAT", Arrays.copyOfRange(pixels, half, pixels.length - 4)),
            chunk("teXT", new byte[5]),
            parts.get(3)));
  }

  @SuppressWarnings("try") // closed to free native memory
  private static byte[] openCv(int... parameters) {
    byte[] source = png(picture(BufferedImage.TYPE_INT_RGB), false);
    try (BytePointer file = new BytePointer();
        Mat image = opencv_imgcodecs.imdecode(new Mat(source), opencv_imgcodecs.IMREAD_COLOR)) {
      opencv_imgcodecs.imencode(".jpg", image, file, new IntPointer(parameters));
      byte[] bytes = new byte[Math.toIntExact(file.limit())];
      file.get(bytes);
      return bytes;
    }
  }
}
