package org.abn.data.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.abn.data.InvalidDataException;
import org.abn.data.SmallImages;
import org.abn.data.augment.ImageSize;
import org.abn.data.record.EncodedImage;
import org.abn.data.record.ImageShape;
import org.abn.data.record.Region;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is decoded of JPEGs that are damaged but read. */
class DamagedJpegTest {
  private static final Map<String, byte[]> SOUND = SoundImages.all();
  private static final ImageShape SHAPE = new ImageShape(3, 35, 45);
  private static final List<String> KINDS =
      SOUND.keySet().stream().filter(name -> !name.startsWith("PNG")).toList();

  @ParameterizedTest
  @ValueSource(strings = {"FF00", "FFFF", "0102030405", "FF01FFD0FFD7"})
  void decodesTheSamePixelsWhateverIsBetweenSegments(String extraneous) {
    byte[] bytes = HexFormat.of().parseHex(extraneous);
    for (String kind : KINDS) {
      byte[] sound = SOUND.get(kind);
      Pixels due =
          OpenCvDecoder.decode(sound, ImageHeader.of(sound).shape(), Reduction.NONE)
              .converted(opencv_imgproc.COLOR_BGR2RGB)
              .pixels();
      assertThat(JpegPlanesTest.meanDifference(decoded(between(sound, bytes)), due))
          .as(kind)
          .isLessThan(2);
    }
  }

  /** With the bytes between all parts but after the first marker and before pixels. */
  private static byte[] between(byte[] file, byte[] bytes) {
    List<byte[]> parts = new ArrayList<>();
    for (byte[] part : ImageParts.of(file)) {
      boolean isPixels = part[0] != -1 || part[1] == 0;
      if (parts.size() > 1 && !isPixels) {
        parts.add(bytes);
      }
      parts.add(part);
    }
    return ImageParts.joined(parts);
  }

  @Test
  void showsNothingOfTheImageBefore() {
    byte[] black = SmallImages.jpeg(new BufferedImage(45, 35, BufferedImage.TYPE_INT_RGB), false);
    Random random = new Random(1);
    for (int i = 0; i < 500; i++) {
      String kind = i % 2 == 0 ? "baseline" : "restarts";
      byte[] file = PartDamage.OVERWRITTEN.of(SOUND.get(kind), random);
      if (isAccepted(file)) {
        assertThat(pixelsAfter(black, file))
            .as("file %d", i)
            .isEqualTo(pixelsAfter(SOUND.get("baseline"), file));
      }
    }
  }

  private static boolean isAccepted(byte[] file) {
    try {
      return ImageHeader.of(file).regular();
    } catch (InvalidDataException e) {
      return false;
    }
  }

  /** By FFmpeg, or none. Of the two pictures that it has memory for, both are overwritten first. */
  private static byte[] pixelsAfter(byte[] before, byte[] file) {
    JpegPlanes planes = JpegPlanes.ofThread();
    planes.decode(before, SHAPE);
    planes.decode(before, SHAPE);
    return planes.decode(file, SHAPE) ? pixels(planes) : new byte[0];
  }

  private static byte[] pixels(JpegPlanes planes) {
    return planes.rgb(Region.whole(SHAPE), new ImageSize(35, 45)).pixels().values();
  }

  private static Pixels decoded(byte[] file) {
    ImageHeader header = ImageHeader.of(file);
    ImageShape shape = header.shape();
    return new ImageDecoder(new EncodedImage(header.encoding(), shape, file))
        .decode(Region.whole(shape), new ImageSize(shape.height(), shape.width()));
  }
}
