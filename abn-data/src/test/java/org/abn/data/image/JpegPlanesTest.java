package org.abn.data.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.ImageIO;
import org.abn.data.augment.ImageSize;
import org.abn.data.record.ImageShape;
import org.abn.data.record.Region;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.junit.jupiter.api.Test;

class JpegPlanesTest {
  private static final ImageShape SHAPE = new ImageShape(3, 75, 101);
  private static final Region WHOLE = Region.whole(SHAPE);

  @Test
  void agreesWithOpenCv() throws IOException {
    for (int type : new int[] {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_BYTE_GRAY}) {
      byte[] file = jpeg(type);
      // Smaller than the image, since OpenCV smooths the colours between those that are stored.
      for (ImageSize size : new ImageSize[] {new ImageSize(60, 80), new ImageSize(75, 101)}) {
        Pixels fast = decoded(file, WHOLE, size);
        Pixels due =
            OpenCvDecoder.decode(file, SHAPE, Reduction.NONE)
                .resized(WHOLE, size)
                .converted(opencv_imgproc.COLOR_BGR2RGB)
                .pixels();
        assertThat(meanDifference(fast, due))
            .isLessThan(type == BufferedImage.TYPE_INT_RGB ? 2 : 0.5);
      }
    }
  }

  @Test
  void cutsRegionsWithinOddPlanes() throws IOException {
    byte[] file = jpeg(BufferedImage.TYPE_INT_RGB);
    for (int left = 0; left < 101; left++) {
      Region column = new Region(left, left % 75, 101 - left, 75 - left % 75);
      assertThat(decoded(file, column, new ImageSize(3, 4)).values()).hasSize(36);
    }
  }

  @Test
  void leavesDamageToOthers() throws IOException {
    byte[] file = jpeg(BufferedImage.TYPE_INT_RGB);
    JpegPlanes planes = JpegPlanes.ofThread();
    assertThat(planes.decode(new byte[] {1, 2, 3}, SHAPE)).isFalse();
    assertThat(planes.decode(file, new ImageShape(3, 76, 101))).isFalse();
    assertThat(planes.decode(file, SHAPE)).isTrue();
  }

  private static Pixels decoded(byte[] file, Region region, ImageSize size) {
    JpegPlanes planes = JpegPlanes.ofThread();
    assertThat(planes.decode(file, SHAPE)).isTrue();
    return planes.rgb(region, size).pixels();
  }

  static double meanDifference(Pixels one, Pixels other) {
    long sum = 0;
    for (int i = 0; i < one.values().length; i++) {
      sum += Math.abs((one.values()[i] & 0xFF) - (other.values()[i] & 0xFF));
    }
    return (double) sum / one.values().length;
  }

  /** Smooth, with some noise. */
  private static byte[] jpeg(int type) throws IOException {
    BufferedImage image = new BufferedImage(SHAPE.width(), SHAPE.height(), type);
    Random random = new Random(1);
    for (int y = 0; y < SHAPE.height(); y++) {
      for (int x = 0; x < SHAPE.width(); x++) {
        int red = 2 * x + random.nextInt(20);
        int green = 3 * y + random.nextInt(20);
        image.setRGB(x, y, red << 16 | green << 8 | 128);
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "jpeg", out);
    return out.toByteArray();
  }
}
