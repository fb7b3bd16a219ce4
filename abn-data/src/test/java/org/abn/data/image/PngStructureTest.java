package org.abn.data.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.abn.data.SmallImages.chunk;
import static org.abn.data.SmallImages.inserted;
import static org.abn.data.SmallImages.picture;
import static org.abn.data.SmallImages.png;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import org.abn.data.InvalidDataException;
import org.abn.data.record.ImageShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PngStructureTest {
  private static final byte[] RGB = png(picture(20, 9, BufferedImage.TYPE_INT_RGB), false);
  private static final byte[] PALETTE = png(picture(20, 9, BufferedImage.TYPE_BYTE_INDEXED), false);
  private static final int IHDR = 8;
  private static final int AFTER_IHDR = 33;

  @ParameterizedTest
  @CsvSource({
    BufferedImage.TYPE_BYTE_GRAY + ", 1",
    BufferedImage.TYPE_USHORT_GRAY + ", 1", // 16 bits
    BufferedImage.TYPE_BYTE_BINARY + ", 1", // a bit
    BufferedImage.TYPE_BYTE_INDEXED + ", 3",
    BufferedImage.TYPE_INT_RGB + ", 3",
    BufferedImage.TYPE_INT_ARGB + ", 4"
  })
  void readsEveryKindOfPixels(int type, int channels) {
    for (boolean interlaced : new boolean[] {false, true}) {
      assertThat(shape(png(picture(20, 9, type), interlaced)))
          .isEqualTo(new ImageShape(channels, 9, 20));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {DataBuffer.TYPE_BYTE, DataBuffer.TYPE_USHORT})
  void readsGreyWithAlpha(int type) {
    var grey = ColorSpace.getInstance(ColorSpace.CS_GRAY);
    var model = new ComponentColorModel(grey, true, false, ComponentColorModel.TRANSLUCENT, type);
    var raster = model.createCompatibleWritableRaster(20, 9);
    assertThat(shape(png(new BufferedImage(model, raster, false, null), false)))
        .isEqualTo(new ImageShape(2, 9, 20));
  }

  @Test
  void readsTheImageOfAnAnimation() {
    byte[] animated = inserted(RGB, AFTER_IHDR, chunk("acTL", new byte[8]));
    int end = animated.length - 12;
    assertThat(shape(inserted(animated, end, chunk("fdAT", new byte[100])))).isEqualTo(shape(RGB));
  }

  @Test
  void passesOverWhatFollowsTheEnd() {
    assertThat(shape(inserted(RGB, RGB.length, new byte[] {1, 2, 3}))).isEqualTo(shape(RGB));
  }

  @Test
  void rejectsAFileThatIsCutShort() {
    rejects(
        Arrays.copyOf(RGB, RGB.length - 1),
        String.format(
            Locale.ROOT, "PNG ends within its chunks at byte %,d; copy it again", RGB.length - 1));
    rejects(
        Arrays.copyOf(RGB, RGB.length - 20),
        String.format(
            Locale.ROOT,
            "PNG chunk IDAT at byte 33 says %,d bytes, but the file ends at byte %,d; copy it"
                + " again",
            RGB.length - 57,
            RGB.length - 20));
    byte[] lies = RGB.clone();
    ByteBuffer.wrap(lies).putInt(AFTER_IHDR, -1);
    rejects(lies, "PNG chunk IDAT at byte 33 says 4,294,967,295 bytes, but the file ends at");
  }

  @Test
  void rejectsEveryChangedBit() {
    for (int bit = 0; bit < 8 * RGB.length; bit++) {
      byte[] changed = RGB.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> ImageHeader.of(changed))
          .as("bit %d", bit)
          .isInstanceOf(InvalidDataException.class);
    }
    byte[] changed = RGB.clone();
    changed[50] ^= 1;
    rejects(changed, "PNG chunk IDAT at byte 33 has CRC-32 ", ", expected ", "; copy it again");
  }

  @ParameterizedTest
  @CsvSource({
    "65_536, 1, 8, 2, 0, 0, 'PNG of 65,536x1 pixels, expected sides of 1 to 65,535'",
    "1, -1, 8, 2, 0, 0, 'PNG of 1x4,294,967,295 pixels, expected sides of 1 to 65,535'",
    "0, 1, 8, 2, 0, 0, 'PNG of 0x1 pixels, expected sides of 1 to 65,535'",
    "65500, 65500, 8, 2, 0, 0, 'PNG of 65,500x65,500 pixels, expected at most 100,000,000'",
    "1, 1, 4, 2, 0, 0, 'PNG has colour type 2 of 4 bits, which there is not'",
    "1, 1, 16, 3, 0, 0, 'PNG has colour type 3 of 16 bits, which there is not'",
    "1, 1, 12, 2, 0, 0, 'PNG has colour type 2 of 12 bits, which there is not'",
    "1, 1, 8, 5, 0, 0, 'PNG has colour type 5 of 8 bits, which there is not'",
    "1, 1, 8, 2, 1, 0, 'PNG has compression method 1, expected 0 to 0'",
    "1, 1, 8, 2, 0, 2, 'PNG has interlace method 2, expected 0 to 1'",
    "9000, 9000, 8, 2, 0, 0, 'PNG of 9,000x9,000 pixels has '"
  })
  void rejectsImpossibleHeaders(
      String width, int height, int depth, int colour, int compression, int interlace, String why) {
    ByteBuffer header = ByteBuffer.allocate(13);
    header.putInt(Integer.parseInt(width.replace("_", ""))).putInt(height).put((byte) depth);
    header.put((byte) colour).put((byte) compression).put((byte) 0).put((byte) interlace);
    rejects(withHeader(chunk("IHDR", header.array())), why);
  }

  @Test
  void rejectsOtherFilters() {
    byte[] header = Arrays.copyOfRange(RGB, IHDR + 8, IHDR + 21);
    header[11] = 1;
    rejects(withHeader(chunk("IHDR", header)), "PNG has filter method 1, expected 0 to 0");
  }

  @Test
  void rejectsChunksOutOfTheirOrder() {
    byte[] header = Arrays.copyOfRange(RGB, IHDR, AFTER_IHDR);
    rejects(inserted(RGB, IHDR, chunk("tEXt", new byte[5])), "has 5 bytes, expected IHDR of 13");
    rejects(inserted(RGB, AFTER_IHDR, header), "PNG chunk IHDR at byte 33 is not expected there");
    rejects(inserted(RGB, AFTER_IHDR, chunk("ABCD", new byte[5])), "is not expected there or");
    rejects(inserted(RGB, AFTER_IHDR, chunk("ab1d", new byte[5])), "PNG has no chunk at byte 37");
    byte[] comment = chunk("tEXt", new byte[5]);
    byte[] pixels = chunk("IDAT", new byte[5]);
    byte[] later = inserted(RGB, RGB.length - 12, comment);
    rejects(
        inserted(later, later.length - 12, pixels),
        "follows tEXt, expected all IDAT after one another");
  }

  @Test
  void rejectsNoPixels() {
    byte[] header = Arrays.copyOf(RGB, AFTER_IHDR);
    rejects(inserted(header, AFTER_IHDR, chunk("IEND", new byte[0])), "has 0 bytes of them");
  }

  @Test
  void rejectsBadPalettes() {
    int pixels = new String(PALETTE, ISO_8859_1).indexOf("IDAT") - 4;
    byte[] bare =
        inserted(
            Arrays.copyOf(PALETTE, AFTER_IHDR),
            AFTER_IHDR,
            Arrays.copyOfRange(PALETTE, pixels, PALETTE.length));
    rejects(bare, "PNG chunk IDAT at byte 33 needs a palette, but no PLTE precedes it");
    for (int bytes : new int[] {0, 4, 771}) {
      rejects(
          inserted(bare, AFTER_IHDR, chunk("PLTE", new byte[bytes])), "has " + bytes + " bytes");
    }
    byte[] second = chunk("PLTE", new byte[3]);
    rejects(inserted(PALETTE, AFTER_IHDR, second), "is a second one");
    rejects(inserted(RGB, AFTER_IHDR, chunk("PLTE", new byte[0])), "has 0 bytes");
  }

  @Test
  void passesOverPalettesThatAreNotUsed() {
    byte[] grey = png(picture(20, 9, BufferedImage.TYPE_BYTE_GRAY), false);
    assertThat(shape(inserted(grey, AFTER_IHDR, chunk("PLTE", new byte[0]))))
        .isEqualTo(shape(grey));
    byte[] odd = chunk("PLTE", new byte[4]);
    assertThat(shape(inserted(RGB, AFTER_IHDR, odd))).isEqualTo(shape(RGB));
    assertThat(shape(inserted(RGB, RGB.length - 12, odd))).isEqualTo(shape(RGB));
  }

  @Test
  void rejectsPixelsInTwoPlaces() {
    byte[] comment = inserted(RGB, AFTER_IHDR, chunk("tEXt", new byte[5]));
    byte[] empty = inserted(comment, AFTER_IHDR, chunk("IDAT", new byte[0]));
    rejects(empty, "follows tEXt, expected all IDAT after one another");
  }

  private static byte[] withHeader(byte[] header) {
    byte[] begun = inserted(Arrays.copyOf(RGB, IHDR), IHDR, header);
    return inserted(begun, begun.length, Arrays.copyOfRange(RGB, AFTER_IHDR, RGB.length));
  }

  private static ImageShape shape(byte[] file) {
    return new PngStructure(file).header().shape();
  }

  private static void rejects(byte[] file, String... messages) {
    assertThatThrownBy(() -> shape(file))
        .isInstanceOf(InvalidDataException.class)
        .message()
        .contains(messages)
        .doesNotContain("\n");
  }
}
