package org.abn.data.image;

import static org.abn.data.SmallImages.encoded;
import static org.abn.data.SmallImages.inserted;
import static org.abn.data.SmallImages.jpeg;
import static org.abn.data.SmallImages.picture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import org.abn.data.InvalidDataException;
import org.abn.data.record.ImageShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JpegStructureTest {
  private static final byte[] RGB = jpeg(picture(20, 9, BufferedImage.TYPE_INT_RGB), false);
  private static final byte[] PASSES = jpeg(picture(20, 9, BufferedImage.TYPE_INT_RGB), true);
  private static final byte[] GREY = jpeg(picture(20, 9, BufferedImage.TYPE_BYTE_GRAY), false);
  private static final int DQT = 0xDB;
  private static final int SOF0 = 0xC0;
  private static final int SOF2 = 0xC2;
  private static final int DHT = 0xC4;
  private static final int SOS = 0xDA;

  // Places in a segment, from its marker.
  private static final int HEIGHT = 5;
  private static final int COMPONENTS = 9;
  private static final int SAMPLING = 11;

  @Test
  void readsBaselineAndProgressiveImages() {
    assertThat(shape(RGB)).isEqualTo(new ImageShape(3, 9, 20));
    assertThat(shape(PASSES)).isEqualTo(new ImageShape(3, 9, 20));
    assertThat(find(PASSES, SOF2)).isPositive();
    assertThat(shape(GREY)).isEqualTo(new ImageShape(1, 9, 20));
  }

  @Test
  void readsExtendedSequentialImages() {
    assertThat(shape(changed(RGB, find(RGB, SOF0) + 1, 0xC1))).isEqualTo(new ImageShape(3, 9, 20));
  }

  @Test
  void readsFourComponents() {
    WritableRaster cmyk = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 20, 9, 4, null);
    byte[] file = encoded("jpeg", new IIOImage(cmyk, null, null), false);
    assertThat(shape(file)).isEqualTo(new ImageShape(4, 9, 20));
  }

  @Test
  void passesOverAThumbnail() {
    byte[] exif = segment(0xE1, jpeg(picture(8, 8, BufferedImage.TYPE_INT_RGB), false));
    assertThat(shape(inserted(RGB, 2, exif))).isEqualTo(new ImageShape(3, 9, 20));
  }

  @Test
  void passesOverWhatFollowsTheEnd() {
    assertThat(shape(inserted(RGB, RGB.length, new byte[] {1, 2, 3}))).isEqualTo(shape(RGB));
    assertThat(shape(inserted(RGB, RGB.length, GREY))).isEqualTo(shape(RGB));
  }

  @Test
  void passesOverFillBytes() {
    byte[] fill = {(byte) 0xFF, (byte) 0xFF};
    assertThat(shape(inserted(RGB, find(RGB, DQT), fill))).isEqualTo(shape(RGB));
    assertThat(shape(inserted(RGB, RGB.length - 2, fill))).isEqualTo(shape(RGB));
  }

  @Test
  void rejectsAFileWithoutItsEnd() {
    byte[] cut = Arrays.copyOf(RGB, RGB.length - 2);
    rejects(
        cut,
        String.format(
            Locale.ROOT, "JPEG ends within its pixels at byte %,d; copy it again", cut.length));
    rejects(Arrays.copyOf(RGB, 100), "JPEG ends within its segments at byte 100; copy it again");
  }

  @Test
  void rejectsAFileThatIsFollowedByAnotherInItsPixels() {
    byte[] joined = inserted(Arrays.copyOf(RGB, RGB.length - 20), RGB.length - 20, RGB);
    rejects(joined, "JPEG begins another image (FFD8 at byte " + number(RGB.length - 20) + ")");
  }

  @Test
  void rejectsNoPixels() {
    int pixels = find(RGB, SOS) + 14;
    byte[] empty = inserted(Arrays.copyOf(RGB, pixels), pixels, bytes("FFD9"));
    rejects(empty, "has 0 bytes of pixels, expected at least 3 of an image of 20x9; copy it again");
  }

  @Test
  void rejectsASizeThatItsPixelsCannotFill() {
    byte[] large = RGB.clone();
    ByteBuffer.wrap(large).putShort(find(RGB, SOF0) + HEIGHT, (short) 8_000);
    rejects(large, "of an image of 20x8,000");
  }

  @Test
  void rejectsHugeSizesBeforeAnythingIsAllocated() {
    byte[] huge = RGB.clone();
    ByteBuffer.wrap(huge).putInt(find(RGB, SOF0) + HEIGHT, 0xFFDCFFDC);
    rejects(huge, "JPEG of 65,500x65,500 pixels, expected at most 100,000,000 in all");
    ByteBuffer.wrap(huge).putInt(find(RGB, SOF0) + HEIGHT, 0x0001FFDD);
    rejects(huge, "JPEG of 65,501x1 pixels, expected sides of 1 to 65,500");
  }

  @Test
  void rejectsAHeightThatFollowsThePixels() {
    byte[] unknown = RGB.clone();
    ByteBuffer.wrap(unknown).putShort(find(RGB, SOF0) + HEIGHT, (short) 0);
    rejects(unknown, "JPEG of 20x0 pixels, expected sides of 1 to 65,500");
  }

  @ParameterizedTest
  @CsvSource({
    "C3, is lossless",
    "C5, is hierarchical",
    "CB, is lossless",
    "CD, is hierarchical",
    "D8, begins another image",
    "02, has an unknown marker",
    "C8, has an unknown marker",
    "F0, has an unknown marker"
  })
  void rejectsOtherProcesses(String marker, String message) {
    int sof = find(RGB, SOF0);
    byte[] file = changed(RGB, sof + 1, Integer.parseInt(marker, 16));
    rejects(
        file,
        String.format(
            Locale.ROOT,
            "JPEG %s (FF%s at byte %d), expected one baseline or progressive image",
            message,
            marker,
            sof));
  }

  @Test
  void rejectsOtherFrames() {
    int sof = find(RGB, SOF0);
    rejects(changed(RGB, sof + 4, 12), "SOF0 at byte " + sof + " has samples of 12 bits");
    rejects(changed(RGB, sof + COMPONENTS, 2), "has 2 components, expected 1, 3 or 4");
    rejects(changed(RGB, sof + COMPONENTS, 1), "has 6 bytes too many");
    rejects(changed(RGB, sof + COMPONENTS, 4), "is too short for what it says it holds");
    rejects(changed(RGB, sof + SAMPLING, 0x52), "samples component 1 5x2, expected 1 to 4");
    rejects(changed(RGB, sof + SAMPLING, 0x20), "samples component 1 2x0, expected 1 to 4");
    rejects(changed(RGB, sof + SAMPLING + 3, 0x13), "whose ratios are no whole numbers");
    rejects(
        inserted(RGB, find(RGB, SOS), Arrays.copyOfRange(RGB, sof, sof + 19)),
        "is a second frame, expected one");
  }

  @Test
  void rejectsAUnitOfTooManyBlocks() {
    byte[] file = changed(RGB, find(RGB, SOF0) + SAMPLING, 0x44);
    rejects(file, "interleaves 18 blocks, expected at most 10");
  }

  @Test
  void rejectsBadTables() {
    int dqt = find(RGB, DQT);
    rejects(changed(RGB, dqt + 4, 0x04), "defines table 4, expected 0 to 3");
    rejects(changed(RGB, dqt + 4, 0x10), "is too short for what it says it holds");
  }

  @Test
  void rejectsBadCodes() {
    int dht = find(RGB, DHT);
    String by = String.format(Locale.ROOT, "uses the table at byte %d, which has ", dht);
    rejects(changed(RGB, dht + 4 + 1 + 16, 16), by + "a DC symbol of 16, expected at most 15");
    int sos = find(RGB, SOS);
    byte[] twoBits = segment(DHT, bytes("0002" + "00".repeat(15) + "0102"));
    by = String.format(Locale.ROOT, "uses the table at byte %d, which has ", sos);
    rejects(inserted(RGB, sos, twoBits), by + "more codes of up to 1 bits than there can be");
    rejects(changed(RGB, dht + 4, 0x20), "defines table 32, expected 0 to 3");
    rejects(changed(RGB, dht + 4, 0x30), "defines table 32, expected 0 to 3");
    rejects(changed(RGB, dht + 4, 0x14), "defines table 4, expected 0 to 3");
    byte[] tooMany = new byte[17];
    tooMany[15] = (byte) 200;
    tooMany[16] = 100;
    rejects(
        inserted(RGB, dht, segment(DHT, tooMany)), "has a table of 300 codes, expected at most");
  }

  @Test
  void rejectsTablesThatAreMissing() {
    rejects(without(PASSES, DHT), "uses DC table 0, which no segment before it defines");
    rejects(without(RGB, DQT), "uses quantisation table 0, which no segment before it defines");
    int sos = find(RGB, SOS);
    rejects(changed(RGB, sos + 6, 0x02), "SOS at byte " + sos + " uses AC table 2, which no");
    rejects(changed(RGB, sos + 6, 0xF0), "uses DC table 15, which no segment before it defines");
  }

  @Test
  void rejectsScansOfOtherComponents() {
    int sos = find(RGB, SOS);
    rejects(changed(RGB, sos + 5, 9), "has component 9, which the frame lacks or has before");
    rejects(changed(RGB, sos + 7, 1), "has component 1, which the frame lacks or has before");
    rejects(changed(RGB, sos + 5, 2), "has component 2, which the frame lacks or has before");
    rejects(changed(RGB, sos + 4, 5), "has 5 components, expected 1 to 4");
    rejects(changed(RGB, sos + 4, 0), "has 0 components, expected 1 to 4");
    byte[] scan = Arrays.copyOfRange(RGB, sos, RGB.length - 2);
    String second = "SOS at byte " + (RGB.length - 2) + " follows a scan of all components";
    rejects(inserted(RGB, RGB.length - 2, scan), second);
  }

  @Test
  void rejectsWhatHasNoFrameOrNoScan() {
    rejects(without(RGB, SOF0), "is before the frame");
    int sos = find(RGB, SOS);
    rejects(
        inserted(Arrays.copyOf(RGB, sos), sos, bytes("FFD9")),
        String.format(Locale.ROOT, "JPEG ends at byte %d without an image", sos));
    rejects(bytes("FFD8FFD9"), "JPEG ends at byte 2 without an image");
  }

  @Test
  void rejectsImpossibleProgressions() {
    int sos = find(PASSES, SOS); // DC of three components
    int first = sos + 11;
    rejects(changed(PASSES, first + 1, 5), "sends coefficients 0 to 5 of 3 components");
    rejects(changed(PASSES, first, 1), "sends coefficients 1 to 0 of 3 components");
    rejects(changed(PASSES, first + 2, 0x0E), "bits 0 to 14, which is no progression");
    rejects(changed(PASSES, first + 2, 0x31), "bits 3 to 1, which is no progression");
    int band = find(PASSES, SOS, sos + 2); // AC of one
    rejects(changed(PASSES, band + 8, 64), "coefficients 1 to 64 of 1 components");
  }

  @Test
  void rejectsMoreScansThanAnyImageNeeds() {
    int sos = find(PASSES, SOS);
    byte[] scan = Arrays.copyOfRange(PASSES, sos, find(PASSES, DHT, sos));
    ByteBuffer scans = ByteBuffer.allocate(500 * scan.length);
    IntStream.range(0, 500).forEach(i -> scans.put(scan));
    rejects(inserted(PASSES, sos, scans.array()), "is scan 501, expected at most 500");
  }

  @Test
  void rejectsLengthsThatCannotBe() {
    int dqt = find(RGB, DQT);
    byte[] noLength = changed(changed(RGB, dqt + 2, 0), dqt + 3, 1);
    rejects(noLength, "DQT at byte " + dqt + " has the length 1, expected at least 2");
    byte[] interval = segment(0xDD, bytes("000100"));
    rejects(inserted(RGB, find(RGB, SOS), interval), "1 bytes too many");
  }

  @Test
  void rejectsImpossibleBoundsOfArithmeticCoding() {
    int sos = find(RGB, SOS);
    rejects(inserted(RGB, sos, segment(0xCC, bytes("2011"))), "bounds table 32 by 11");
    rejects(inserted(RGB, sos, segment(0xCC, bytes("0F12"))), "bounds table 15 by 12");
    assertThat(shape(inserted(RGB, sos, segment(0xCC, bytes("1012"))))).isEqualTo(shape(RGB));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 16, 17, 31, 64})
  void countsBlocksAsEncodersDo(int side) {
    for (int type : new int[] {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_BYTE_GRAY}) {
      BufferedImage empty = new BufferedImage(side, side, type); // least bits a block
      for (boolean progressive : new boolean[] {false, true}) {
        assertThat(shape(jpeg(empty, progressive)).height()).isEqualTo(side);
      }
    }
  }

  private static ImageShape shape(byte[] file) {
    return new JpegStructure(file).header().shape();
  }

  private static String number(int value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static byte[] segment(int marker, byte[] content) {
    ByteBuffer segment = ByteBuffer.allocate(4 + content.length);
    segment.put((byte) 0xFF).put((byte) marker).putShort((short) (2 + content.length));
    return segment.put(content).array();
  }

  private static byte[] changed(byte[] file, int at, int value) {
    byte[] changed = file.clone();
    changed[at] = (byte) value;
    return changed;
  }

  /** Without all segments of a marker. */
  private static byte[] without(byte[] file, int marker) {
    byte[] rest = file;
    for (int at = find(rest, marker); at >= 0; at = find(rest, marker)) {
      int end = at + 2 + ByteBuffer.wrap(rest).getShort(at + 2);
      rest = inserted(Arrays.copyOf(rest, at), at, Arrays.copyOfRange(rest, end, rest.length));
    }
    return rest;
  }

  private static int find(byte[] file, int marker) {
    return find(file, marker, 0);
  }

  private static int find(byte[] file, int marker, int from) {
    return IntStream.range(from, file.length - 1)
        .filter(i -> file[i] == -1 && file[i + 1] == (byte) marker)
        .findFirst()
        .orElse(-1);
  }

  private static void rejects(byte[] file, String... messages) {
    assertThatThrownBy(() -> shape(file))
        .isInstanceOf(InvalidDataException.class)
        .message()
        .contains(messages)
        .doesNotContain("\n");
  }
}
