package org.abn.data.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.abn.data.SmallImages.jpeg;
import static org.abn.data.SmallImages.picture;
import static org.abn.data.SmallImages.png;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.abn.data.InvalidDataException;
import org.abn.data.Mutations;
import org.abn.data.record.ImageEncoding;
import org.abn.data.record.ImageShape;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageHeaderTest {
  private static final int RGB = BufferedImage.TYPE_INT_RGB;

  @Test
  void tellsEncodingsByTheFirstBytes() {
    assertThat(ImageHeader.of(jpeg(picture(20, 9, RGB), false)))
        .isEqualTo(new ImageHeader(ImageEncoding.JPEG, new ImageShape(3, 9, 20), true));
    assertThat(ImageHeader.of(png(picture(20, 9, RGB), false)))
        .isEqualTo(new ImageHeader(ImageEncoding.PNG, new ImageShape(3, 9, 20), true));
  }

  @ParameterizedTest
  @CsvSource({
    "GIF89a......, a GIF",
    "BM.........., a BMP",
    "RIFF....WEBPVP8, a WebP",
    "II*\0........, a TIFF",
    "MM\0*........, a TIFF",
    "....ftypavif, an AVIF",
    "....ftypheic, a HEIC",
    "....ftypisom, an MP4 video",
    "8BPS........, a Photoshop document",
    "%PDF-1.7, a PDF",
    "<!DOCTYPE html><html>, an HTML page",
    "<html>not found</html>, an HTML page",
    "'<?xml version=\"1.0\"?>', 'an XML text, such as an SVG'",
    "'version https://git-lfs.github.com/spec/v1', 'a pointer of Git LFS, whose file is elsewhere'",
    "PK\003\004...., a zip archive"
  })
  void namesOtherKindsOfFiles(String file, String kind) {
    rejects(file.getBytes(ISO_8859_1), "is " + kind + " by its first bytes, expected JPEG or PNG");
  }

  @Test
  void namesKindsThatBeginUnprintably() {
    String expected = " by its first bytes, expected JPEG or PNG";
    rejects("\0\0\0\fjP  \r\n\207\n".getBytes(ISO_8859_1), "is a JPEG 2000" + expected);
    rejects("\0\0\0\fJXL \r\n\207\n".getBytes(ISO_8859_1), "is a JPEG XL" + expected);
    rejects("\037\213\b".getBytes(ISO_8859_1), "is compressed by gzip" + expected);
  }

  @Test
  void rejectsWhatIsNoImage() {
    String unknown = "is neither JPEG nor PNG by its first bytes";
    rejects(new byte[0], unknown);
    rejects("not found".getBytes(ISO_8859_1), unknown);
    rejects("RIFF....WAVEfmt ".getBytes(ISO_8859_1), unknown);
  }

  @Test
  void rejectsEveryBeginningOfAFile() {
    for (byte[] whole : wholeFiles()) {
      for (int length = 0; length < whole.length; length++) {
        byte[] cut = Arrays.copyOf(whole, length);
        assertThatThrownBy(() -> ImageHeader.of(cut))
            .as("%d of %d bytes", length, whole.length)
            .isInstanceOf(InvalidDataException.class);
      }
    }
  }

  @Test
  void acceptsOrRefusesEveryDamagedFile() {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          for (byte[] whole : wholeFiles()) {
            assertThat(refused(whole, 3000)).isBetween(1000, 2900);
          }
        });
  }

  /** Refused of so many damaged copies. */
  private static int refused(byte[] whole, int copies) {
    Random random = new Random(20190618);
    int refused = 0;
    for (int i = 0; i < copies; i++) {
      try {
        ImageShape shape = ImageHeader.of(Mutations.of(whole, random)).shape();
        assertThat(shape.known()).isTrue();
        assertThat((long) shape.height() * shape.width()).isLessThan(ImageHeader.MOST_PIXELS);
      } catch (InvalidDataException e) {
        assertThat(e.getMessage()).isNotBlank().doesNotContain("\n").hasSizeLessThan(200);
        refused++;
      }
    }
    return refused;
  }

  private static List<byte[]> wholeFiles() {
    BufferedImage picture = picture(33, 17, RGB);
    BufferedImage palette = picture(33, 17, BufferedImage.TYPE_BYTE_INDEXED);
    return List.of(
        jpeg(picture, false), jpeg(picture, true), png(picture, false), png(palette, true));
  }

  private static void rejects(byte[] file, String message) {
    assertThatThrownBy(() -> ImageHeader.of(file))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(message);
  }
}
