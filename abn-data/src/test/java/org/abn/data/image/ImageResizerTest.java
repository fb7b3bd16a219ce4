package org.abn.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Random;
import org.abn.data.InvalidDataException;
import org.abn.data.SmallImages;
import org.abn.data.augment.ImageSize;
import org.abn.data.record.EncodedImage;
import org.abn.data.record.ImageEncoding;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.ImageShape;
import org.abn.data.record.Region;
import org.abn.data.record.RejectedRecordException;
import org.abn.data.record.Split;
import org.junit.jupiter.api.Test;

class ImageResizerTest {
  private static final ImageResizer TO_64 = new ImageResizer(64);

  @Test
  void resizesTheShortSideAndKeepsTheAspectRatio() {
    ImageRecord wide = TO_64.apply(jpeg(photograph(300, 200)));
    assertThat(wide.image().shape()).isEqualTo(new ImageShape(3, 64, 96));
    assertThat(new ImageDecoder(wide.image()).shape()).isEqualTo(wide.image().shape());
    ImageRecord tall = TO_64.apply(png(photograph(200, 666)));
    assertThat(tall.image().shape()).isEqualTo(new ImageShape(3, 213, 64));
    assertThat(tall.image().encoding()).isEqualTo(ImageEncoding.JPEG);
  }

  @Test
  void keepsIdAndLabelsAndTakesFewerBytes() {
    ImageRecord record = jpeg(photograph(300, 200));
    ImageRecord resized = TO_64.apply(record);
    assertThat(resized).isEqualTo(record.with(resized.image()));
    assertThat(resized.image().bytes()).hasSizeLessThan(record.image().bytes().length);
  }

  @Test
  void showsThePictureThatWasThere() {
    for (ImageRecord record :
        new ImageRecord[] {jpeg(photograph(300, 200)), png(photograph(300, 200))}) {
      ImageSize size = new ImageSize(64, 96);
      byte[] due = decoded(record.image(), size);
      byte[] stored = decoded(TO_64.apply(record).image(), size);
      assertThat(distance(due, stored)).isLessThan(4);
    }
  }

  @Test
  void makesTheSameBytesTwice() {
    ImageRecord record = jpeg(photograph(401, 300));
    assertThat(TO_64.apply(record)).isEqualTo(TO_64.apply(record));
  }

  @Test
  void makesThreeChannelsOfGrey() {
    ImageRecord grey = jpeg(greyPhotograph());
    assertThat(grey.image().shape().channels()).isEqualTo(1);
    EncodedImage resized = TO_64.apply(grey).image();
    assertThat(resized.shape()).isEqualTo(new ImageShape(3, 64, 96));
    byte[] values = decoded(resized, new ImageSize(64, 96));
    for (int i = 0; i < values.length; i += 3) {
      assertThat(values[i]).isEqualTo(values[i + 1]).isEqualTo(values[i + 2]);
    }
  }

  @Test
  void leavesSmallImagesAsTheyAre() {
    for (ImageRecord small :
        new ImageRecord[] {
          jpeg(photograph(96, 64)), png(photograph(64, 200)), jpeg(photograph(9, 9))
        }) {
      assertThat(TO_64.apply(small)).isSameAs(small);
    }
  }

  @Test
  void leavesAnImageThatWouldNotTakeFewerBytes() {
    BufferedImage white = new BufferedImage(70, 70, BufferedImage.TYPE_BYTE_BINARY);
    ImageRecord record = png(white);
    assertThat(TO_64.apply(record)).isSameAs(record);
  }

  @Test
  void resizesWhatIsSeenInABox() {
    Region box = new Region(30, 50, 100, 140);
    ImageRecord resized = TO_64.apply(png(photograph(300, 200)).seenIn(box));
    assertThat(resized.box()).isEmpty();
    assertThat(resized.image().shape()).isEqualTo(new ImageShape(3, 89, 64));
    ImageSize size = new ImageSize(89, 64);
    byte[] due = new ImageDecoder(png(photograph(300, 200)).image()).decode(box, size).values();
    assertThat(distance(due, decoded(resized.image(), size))).isLessThan(4);
  }

  @Test
  void leavesAnImageWhoseBoxIsSmall() {
    ImageRecord record = jpeg(photograph(300, 200)).seenIn(new Region(30, 50, 100, 64));
    assertThat(TO_64.apply(record)).isSameAs(record);
  }

  @Test
  void leavesAllImagesWhereNoSideIsChosen() {
    ImageRecord record = jpeg(photograph(300, 200));
    assertThat(ImageResizer.NONE.apply(record)).isSameAs(record);
  }

  @Test
  void rejectsAnImageThatItCannotDecode() {
    byte[] damaged = SmallImages.png(photograph(300, 200), false);
    Arrays.fill(damaged, 100, damaged.length - 20, (byte) 0x55);
    ImageRecord record = record(ImageEncoding.PNG, new ImageShape(3, 200, 300), damaged);
    assertThatThrownBy(() -> TO_64.apply(record))
        .isInstanceOfSatisfying(
            RejectedRecordException.class,
            e -> assertThat(e.rejected().id()).isEqualTo("train/cat/1.jpg"));
  }

  @Test
  void rejectsALengthThatIsNone() {
    assertThat(new ImageResizer(4096).shortSide()).isEqualTo(4096);
    for (int pixels : new int[] {-1, 4097}) {
      assertThatThrownBy(() -> new ImageResizer(pixels))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContaining("short side is " + pixels + ", expected 1 to 4096 pixels");
    }
  }

  /** Root mean square. */
  private static double distance(byte[] one, byte[] other) {
    double squares = 0;
    for (int i = 0; i < one.length; i++) {
      squares += Math.pow((one[i] & 0xFF) - (other[i] & 0xFF), 2);
    }
    return Math.sqrt(squares / one.length);
  }

  private static byte[] decoded(EncodedImage image, ImageSize size) {
    ImageDecoder decoder = new ImageDecoder(image);
    return decoder.decode(Region.whole(decoder.shape()), size).values();
  }

  private static ImageRecord jpeg(BufferedImage image) {
    int channels = image.getColorModel().getNumComponents();
    return record(
        ImageEncoding.JPEG,
        new ImageShape(channels, image.getHeight(), image.getWidth()),
        SmallImages.jpeg(image, false));
  }

  private static ImageRecord png(BufferedImage image) {
    return record(
        ImageEncoding.PNG,
        new ImageShape(3, image.getHeight(), image.getWidth()),
        SmallImages.png(image, false));
  }

  private static ImageRecord record(ImageEncoding encoding, ImageShape shape, byte[] bytes) {
    EncodedImage image = new EncodedImage(encoding, shape, bytes);
    return new ImageRecord("train/cat/1.jpg", Split.TRAIN, new int[] {3}, image);
  }

  private static BufferedImage greyPhotograph() {
    BufferedImage grey = new BufferedImage(300, 200, BufferedImage.TYPE_BYTE_GRAY);
    grey.getGraphics().drawImage(photograph(300, 200), 0, 0, null);
    return grey;
  }

  /** Smooth shapes and some noise, as in photographs. */
  private static BufferedImage photograph(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Random noise = new Random(1);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int red = (int) (120 + 100 * Math.sin(x / 20.0)) + noise.nextInt(9);
        int green = (int) (120 + 100 * Math.cos(y / 15.0)) + noise.nextInt(9);
        int blue = 40 + 150 * x / width + noise.nextInt(9);
        image.setRGB(x, y, new Color(red, green, blue).getRGB());
      }
    }
    return image;
  }
}
