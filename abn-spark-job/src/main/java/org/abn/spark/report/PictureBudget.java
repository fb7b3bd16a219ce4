package org.abn.spark.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Keeps a page's pictures below the size at which it could no longer be mailed. */
final class PictureBudget {
  private static final int MOST_BYTES = 3_000_000; // 4 MB in Base64
  private static final int LEAST_SIDE = 32; // less shows nothing

  private PictureBudget() {}

  /** The sections with their pictures at half, a quarter... of their size until all fit. */
  static List<Section> applied(List<Section> sections) {
    List<Section> fitting = sections;
    while (bytes(fitting) > MOST_BYTES && pictures(fitting).anyMatch(PictureBudget::canShrink)) {
      fitting = fitting.stream().map(PictureBudget::halved).toList();
    }
    return fitting;
  }

  private static long bytes(List<Section> sections) {
    return pictures(sections).mapToLong(picture -> picture.png().length).sum();
  }

  private static Stream<ReportPicture> pictures(List<Section> sections) {
    return sections.stream()
        .flatMap(section -> section instanceof Pictures p ? p.pictures().stream() : Stream.of());
  }

  private static Section halved(Section section) {
    return section instanceof Pictures p
        ? new Pictures(
            p.title(), p.caption(), p.pictures().stream().map(PictureBudget::halved).toList())
        : section;
  }

  private static boolean canShrink(ReportPicture picture) {
    return Math.min(picture.width(), picture.height()) >= 2 * LEAST_SIDE;
  }

  private static ReportPicture halved(ReportPicture picture) {
    if (!canShrink(picture)) {
      return picture;
    }
    try {
      BufferedImage large = ImageIO.read(new ByteArrayInputStream(picture.png()));
      var png = new ByteArrayOutputStream();
      ImageIO.write(halved(large), "png", png);
      return new ReportPicture(picture.alternative(), png.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(picture.alternative() + ": is no picture", e);
    }
  }

  /** Pixel by pixel: what AWT has for it asks for a screen first. */
  private static BufferedImage halved(BufferedImage large) {
    int width = large.getWidth() / 2;
    int height = large.getHeight() / 2;
    BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        small.setRGB(x, y, mean(large.getRGB(2 * x, 2 * y, 2, 2, null, 0, 2)));
      }
    }
    return small;
  }

  /** Of colours, channel by channel. */
  private static int mean(int[] colours) {
    int mean = 0;
    for (int shift = 0; shift < 3 * Byte.SIZE; shift += Byte.SIZE) {
      int sum = 0;
      for (int colour : colours) {
        sum += (colour >> shift) & 0xff;
      }
      mean |= sum / colours.length << shift;
    }
    return mean;
  }
}
