package org.abn.spark.report;

import java.awt.Image;
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
    int width = picture.width() / 2;
    int height = picture.height() / 2;
    try {
      BufferedImage large = ImageIO.read(new ByteArrayInputStream(picture.png()));
      BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
      Image scaled = large.getScaledInstance(width, height, Image.SCALE_AREA_AVERAGING);
      small.getGraphics().drawImage(scaled, 0, 0, null);
      var png = new ByteArrayOutputStream();
      ImageIO.write(small, "png", png);
      return new ReportPicture(picture.alternative(), png.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(picture.alternative() + ": is no picture", e);
    }
  }
}
