package org.abn.data.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A sound image file in its parts: the segments of a JPEG and, after the header of a scan, its
 * pixels; the signature and the chunks of a PNG.
 */
final class ImageParts {
  private static final int SIGNATURE = 8;
  private static final int LENGTH = 4; // bytes of it
  private static final int CHECKSUM = 4;
  static final int BESIDE_CONTENT = LENGTH + 4 + CHECKSUM; // and a type

  private ImageParts() {}

  static List<byte[]> of(byte[] file) {
    boolean isJpeg = file[0] == -1;
    List<byte[]> parts = new ArrayList<>();
    int at = 0;
    while (at < file.length) {
      int end = isJpeg ? endInJpeg(file, at) : endInPng(file, at);
      parts.add(Arrays.copyOfRange(file, at, end));
      at = end;
    }
    return List.copyOf(parts);
  }

  private static int endInJpeg(byte[] file, int at) {
    if (file[at] != -1 || isPixel(file[at + 1])) {
      int end = at;
      while (file[end] != -1 || isPixel(file[end + 1])) {
        end++;
      }
      return end;
    }
    int code = Byte.toUnsignedInt(file[at + 1]);
    boolean isAlone = code == JpegMarker.SOI || code == JpegMarker.EOI;
    return at + 2 + (isAlone ? 0 : ByteBuffer.wrap(file).getShort(at + 2));
  }

  private static boolean isPixel(byte afterFf) {
    return afterFf == 0 || (afterFf >= (byte) JpegMarker.RST0 && afterFf <= (byte) JpegMarker.RST7);
  }

  private static int endInPng(byte[] file, int at) {
    return at == 0 ? SIGNATURE : at + BESIDE_CONTENT + ByteBuffer.wrap(file).getInt(at);
  }

  static byte[] joined(List<byte[]> parts) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    parts.forEach(file::writeBytes);
    return file.toByteArray();
  }

  /** A PNG's chunk with the checksum of what is in it. */
  static byte[] withChecksum(byte[] chunk) {
    int end = chunk.length - CHECKSUM;
    CRC32 checksum = new CRC32();
    checksum.update(chunk, LENGTH, end - LENGTH);
    return ByteBuffer.wrap(chunk.clone()).putInt(end, (int) checksum.getValue()).array();
  }
}
