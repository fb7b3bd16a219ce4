package org.abn.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.abn.data.InvalidDataException;
import org.abn.data.augment.ImageSize;
import org.abn.data.record.EncodedImage;
import org.abn.data.record.ImageEncoding;
import org.abn.data.record.ImageShape;
import org.abn.data.record.Region;
import org.junit.jupiter.api.Test;

class ImageDecoderTest {
  private static final int WIDTH = 160;
  private static final int HEIGHT = 96;
  private static final Region WHOLE = new Region(0, 0, WIDTH, HEIGHT);
  private static final ImageSize SIZE = new ImageSize(HEIGHT, WIDTH);

  @Test
  void decodesColoursAsRedGreenBlue() {
    Pixels pixels = new ImageDecoder(jpeg(BufferedImage.TYPE_INT_RGB)).decode(WHOLE, SIZE);
    assertThat(pixels.size()).isEqualTo(SIZE);
    assertThat(pixels.channels()).isEqualTo(3);
    assertClose(pixels, 0, 1, 0, 1, 6);
  }

  @Test
  void decodesPngExactly() {
    Pixels pixels = new ImageDecoder(png(BufferedImage.TYPE_INT_RGB)).decode(WHOLE, SIZE);
    assertClose(pixels, 0, 1, 0, 1, 0);
  }

  @Test
  void makesThreeChannelsOfGrey() {
    for (EncodedImage image :
        new EncodedImage[] {
          jpeg(BufferedImage.TYPE_BYTE_GRAY),
          png(BufferedImage.TYPE_BYTE_GRAY),
          png(BufferedImage.TYPE_USHORT_GRAY)
        }) {
      Pixels pixels = new ImageDecoder(image).decode(WHOLE, SIZE);
      for (int i = 0; i < pixels.values().length; i += 3) {
        assertThat(pixels.values()[i]).isEqualTo(pixels.values()[i + 1]);
        assertThat(pixels.values()[i]).isEqualTo(pixels.values()[i + 2]);
      }
      assertThat(pixels.channels()).isEqualTo(3);
    }
  }

  @Test
  void ignoresTransparencyAndTakesPalettes() {
    assertClose(
        new ImageDecoder(png(BufferedImage.TYPE_INT_ARGB)).decode(WHOLE, SIZE), 0, 1, 0, 1, 0);
    Pixels palette = new ImageDecoder(png(BufferedImage.TYPE_BYTE_INDEXED)).decode(WHOLE, SIZE);
    assertClose(palette, 0, 1, 0, 1, 60); // web colours, dithered
  }

  @Test
  void decodesARegionOnly() {
    Region right = new Region(WIDTH / 2, 16, WIDTH / 2, 64);
    Pixels pixels =
        new ImageDecoder(png(BufferedImage.TYPE_INT_RGB)).decode(right, new ImageSize(64, 80));
    assertClose(pixels, 0.5, 1, 16.0 / HEIGHT, 80.0 / HEIGHT, 0);
  }

  @Test
  void resizesWithoutShiftingTheImage() {
    for (int smaller : new int[] {2, 3, 4, 5, 8, 12}) {
      ImageSize size = new ImageSize(HEIGHT / smaller, WIDTH / smaller);
      for (EncodedImage image :
          new EncodedImage[] {jpeg(BufferedImage.TYPE_INT_RGB), png(BufferedImage.TYPE_INT_RGB)}) {
        Pixels pixels = new ImageDecoder(image).decode(WHOLE, size);
        assertThat(pixels.size()).isEqualTo(size);
        assertClose(pixels, 0, 1, 0, 1, 6);
      }
    }
    Pixels larger =
        new ImageDecoder(jpeg(BufferedImage.TYPE_INT_RGB)).decode(WHOLE, new ImageSize(200, 333));
    assertClose(larger, 0, 1, 0, 1, 6);
  }

  @Test
  void findsARegionOfAReducedJpegWhereItIs() {
    Region part = new Region(33, 17, 97, 71); // of which a half, rounded down, is 48x35
    Pixels pixels =
        new ImageDecoder(jpeg(BufferedImage.TYPE_INT_RGB)).decode(part, new ImageSize(35, 48));
    assertClose(pixels, 33.0 / WIDTH, 130.0 / WIDTH, 17.0 / HEIGHT, 88.0 / HEIGHT, 8);
  }

  @Test
  void givesRawPixelsAsTheyAre() {
    byte[] planes = {1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16};
    EncodedImage raw = EncodedImage.raw(new ImageShape(2, 2, 3), planes);
    Pixels pixels = new ImageDecoder(raw).decode(new Region(0, 0, 3, 2), new ImageSize(2, 3));
    assertThat(pixels.values()).containsExactly(1, 11, 2, 12, 3, 13, 4, 14, 5, 15, 6, 16);
    Pixels part = new ImageDecoder(raw).decode(new Region(1, 0, 2, 2), new ImageSize(2, 2));
    assertThat(part.values()).containsExactly(2, 12, 3, 13, 5, 15, 6, 16);
  }

  @Test
  void resizesRawPixels() {
    byte[] planes = new byte[16];
    Arrays.fill(planes, (byte) 200);
    EncodedImage raw = EncodedImage.raw(new ImageShape(1, 4, 4), planes);
    Pixels pixels = new ImageDecoder(raw).decode(new Region(0, 0, 4, 4), new ImageSize(9, 7));
    assertThat(pixels.channels()).isEqualTo(1);
    assertThat(pixels.values()).hasSize(63).containsOnly(200);
  }

  @Test
  void refusesWhatIsNoImage() {
    EncodedImage image =
        new EncodedImage(ImageEncoding.JPEG, ImageShape.UNKNOWN, new byte[] {1, 2});
    assertThatThrownBy(() -> new ImageDecoder(image).decode(WHOLE, SIZE))
        .isInstanceOf(InvalidDataException.class);
    assertThatThrownBy(() -> new ImageDecoder(image)).isInstanceOf(InvalidDataException.class);
  }

  @Test
  void tellsTheShapeByTheFile() {
    assertThat(new ImageDecoder(jpeg(BufferedImage.TYPE_INT_RGB)).shape())
        .isEqualTo(new ImageShape(3, HEIGHT, WIDTH));
  }

  /** Red grows to the right and green downwards; blue is constant. */
  private static int red(double x) {
    return (int) Math.round(20 + 200 * x);
  }

  private static int green(double y) {
    return (int) Math.round(230 - 200 * y);
  }

  private static void assertClose(
      Pixels pixels, double left, double right, double top, double bottom, int most) {
    ImageSize size = pixels.size();
    for (int y = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++) {
        double sourceX = left + (right - left) * (x + 0.5) / size.width();
        double sourceY = top + (bottom - top) * (y + 0.5) / size.height();
        int[] due = {red(sourceX), green(sourceY), 90};
        for (int channel = 0; channel < 3; channel++) {
          int value = pixels.values()[(y * size.width() + x) * 3 + channel] & 0xFF;
          if (Math.abs(value - due[channel]) > most) {
            throw new AssertionError(
                String.format(
                    Locale.ROOT,
                    "%d, not %d in channel %d at %d,%d of %s",
                    value,
                    due[channel],
                    channel,
                    x,
                    y,
                    size));
          }
        }
      }
    }
  }

  private static EncodedImage jpeg(int type) {
    return encoded(ImageEncoding.JPEG, "jpeg", type);
  }

  private static EncodedImage png(int type) {
    return encoded(ImageEncoding.PNG, "png", type);
  }

  private static EncodedImage encoded(ImageEncoding encoding, String format, int type) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        Color color = new Color(red((x + 0.5) / WIDTH), green((y + 0.5) / HEIGHT), 90);
        image.setRGB(x, y, color.getRGB());
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      assertThat(ImageIO.write(image, format, out)).isTrue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new EncodedImage(encoding, ImageShape.UNKNOWN, out.toByteArray());
  }
}
