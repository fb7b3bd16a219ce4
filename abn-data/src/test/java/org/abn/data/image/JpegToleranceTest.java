package org.abn.data.image;

import static org.abn.data.SmallImages.jpeg;
import static org.abn.data.SmallImages.picture;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What libjpeg reads although no standard has it so; it is left to libjpeg. */
class JpegToleranceTest {
  private static final List<byte[]> RGB = parts(BufferedImage.TYPE_INT_RGB, false);
  private static final List<byte[]> PASSES = parts(BufferedImage.TYPE_INT_RGB, true);
  private static final List<byte[]> GREY = parts(BufferedImage.TYPE_BYTE_GRAY, false);
  private static final int AFTER_FIRST = 2;
  private static final int PIXELS = RGB.size() - 2;

  @ParameterizedTest
  @ValueSource(strings = {"00", "FF00", "FFFF00", "0102", "FF01", "FFD0FFD7", "0000000000"})
  void readsBytesBetweenSegments(String extraneous) {
    for (int i = AFTER_FIRST; i < PIXELS; i++) {
      reads(with(RGB, i, extraneous), false);
    }
  }

  @Test
  void readsFillBytesAsTheStandardDoes() {
    for (int i = 1; i < RGB.size(); i++) {
      if (i != PIXELS) { // of which they would make markers
        reads(with(RGB, i, "FFFF"), true);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"FFE10000", "FFE10001", "FFFE0000", "FFDC0001"})
  void readsLengthsOfNothingWhereNothingIsReadBy(String segment) {
    reads(with(RGB, 1, segment), true);
  }

  @Test
  void readsTablesThatAreNotUsed() {
    reads(with(RGB, 1, "FFC40013" + "01" + "00".repeat(16)), true); // no codes
    reads(with(RGB, 1, "FFC40015" + "03" + "02" + "00".repeat(15) + "0102"), true); // too many
    reads(with(RGB, 1, "FFC40014" + "03" + "01" + "00".repeat(15) + "FF"), true); // 255 bits
  }

  @Test
  void readsQuantisationByZeroAndOfTwoBytes() {
    reads(with(RGB, 1, "FFDB0043" + "00" + "00".repeat(64)), true);
    reads(with(RGB, 1, "FFDB0083" + "20" + "0001".repeat(64)), true);
  }

  @Test
  void readsFramesWithoutHuffmanTables() {
    reads(RGB.stream().filter(part -> !isMarker(part, JpegMarker.DHT)).toList(), false);
  }

  @Test
  void readsRestartMarkers() {
    String interval = "FFDD00040001"; // of 6 blocks
    reads(restarts("01FFD002FFD103FFD204FFD305FFD406", interval), true);
    reads(restarts("01FFD002FFD103FFD204FFD305FFD406FFD5", interval), false); // one too many
    reads(restarts("01FFD002FFD103FFD204FFD305", interval), false); // one missing at the end
    reads(restarts("01FFD002FFD203FFD304FFD405", interval), false); // and between
    reads(restarts("01FFD002FFD003FFD104FFD205FFD3FFD4", interval), false); // one twice
    reads(restarts("01FFD302FFD103FFD204FFD305FFD4", interval), false); // another
    reads(restarts("01FFD0FF3302FFD103FFD204FFD305FFD4", interval), false); // and no marker
    reads(restarts("01020304FFD102", ""), false); // where none is due
  }

  /** The grey image of 20x9 pixels with other ones. */
  private static List<byte[]> restarts(String pixels, String interval) {
    List<byte[]> parts = with(GREY, GREY.size() - 3, interval);
    parts.set(parts.size() - 2, bytes(pixels));
    return parts;
  }

  @Test
  void readsAScanOfEachComponent() {
    reads(inScans(1, 2, 3), true);
    reads(inScans(2, 3, 1), true);
    reads(inScans(1, 2), false);
    reads(inScans(1, 2, 2, 3), false);
  }

  /** A sequential image whose scans have a component each; its pixels are nonsense. */
  private static List<byte[]> inScans(int... components) {
    List<byte[]> parts = new ArrayList<>(RGB.subList(0, RGB.size() - 3));
    for (int component : components) {
      parts.add(bytes(String.format(Locale.ROOT, "FFDA000801%02X00003F00", component)));
      parts.add(bytes("0102030405"));
    }
    parts.add(bytes("FFD9"));
    return parts;
  }

  @Test
  void readsPassesThatAreMissingOrInAnotherOrder() {
    int[] scans =
        IntStream.range(0, PASSES.size())
            .filter(i -> isMarker(PASSES.get(i), JpegMarker.SOS))
            .toArray();
    List<byte[]> fewer = new ArrayList<>(PASSES.subList(0, scans[3]));
    fewer.add(bytes("FFD9"));
    reads(fewer, false);
    List<byte[]> refinedFirst = new ArrayList<>(PASSES);
    refinedFirst.set(scans[0], changed(PASSES.get(scans[0]), 13, 0x21));
    reads(refinedFirst, false);
  }

  @Test
  void readsComponentsOfOneNumber() {
    List<byte[]> parts = new ArrayList<>(RGB);
    int sof =
        IntStream.range(0, 9).filter(i -> isMarker(RGB.get(i), 0xC0)).findFirst().orElseThrow();
    parts.set(sof, changed(RGB.get(sof), 13, 1)); // the second is called as the first
    int sos = RGB.size() - 3;
    parts.set(sos, changed(RGB.get(sos), 7, 1));
    reads(parts, true);
  }

  @Test
  void takesTimeByLengthAlone() {
    byte[] markers = new byte[40_000_000];
    for (int i = 0; i < markers.length; i += 2) {
      markers[i] = -1;
      markers[i + 1] = (byte) (i % 4 == 0 ? 0xD3 : 0);
    }
    List<byte[]> between = new ArrayList<>(RGB);
    between.add(AFTER_FIRST, markers);
    List<byte[]> within = with(GREY, GREY.size() - 3, "FFDD00040001");
    within.add(within.size() - 1, markers);
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          reads(between, false);
          reads(within, false);
        });
  }

  private static void reads(List<byte[]> parts, boolean regular) {
    ImageHeader header = ImageHeader.of(ImageParts.joined(parts));
    assertThat(header.shape().height()).isEqualTo(9);
    assertThat(header.regular()).isEqualTo(regular);
  }

  private static List<byte[]> with(List<byte[]> parts, int at, String hex) {
    List<byte[]> more = new ArrayList<>(parts);
    more.add(at, bytes(hex));
    return more;
  }

  private static boolean isMarker(byte[] part, int code) {
    return part[0] == -1 && part[1] == (byte) code;
  }

  private static byte[] changed(byte[] part, int at, int value) {
    byte[] changed = part.clone();
    changed[at] = (byte) value;
    return changed;
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static List<byte[]> parts(int type, boolean progressive) {
    return ImageParts.of(jpeg(picture(20, 9, type), progressive));
  }
}
