package org.abn.model.checkpoint.pickle;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A cursor over pickled bytes, which checks every length before it takes memory for it. */
final class PickleInput {

  /** More than any module's or class's name has. */
  private static final int LONGEST_LINE = 256;

  private final ByteBuffer bytes;

  PickleInput(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  int position() {
    return bytes.position();
  }

  int u1() {
    return require(1).get() & 0xFF;
  }

  int u2() {
    return require(2).getShort() & 0xFFFF;
  }

  int i4() {
    return require(4).getInt();
  }

  long u4() {
    return i4() & 0xFFFF_FFFFL;
  }

  long i8() {
    return require(8).getLong();
  }

  double bigEndianDouble() {
    return Double.longBitsToDouble(Long.reverseBytes(i8()));
  }

  byte[] bytes(long length) {
    require(length);
    byte[] taken = new byte[(int) length];
    bytes.get(taken);
    return taken;
  }

  String text(long length) {
    return new String(bytes(length), StandardCharsets.UTF_8);
  }

  /** A whole number in two's complement, little-endian; a {@code Long} where it fits. */
  Number integer(long length) {
    byte[] digits = bytes(length);
    for (int i = 0, j = digits.length - 1; i < j; i++, j--) {
      byte low = digits[i];
      digits[i] = digits[j];
      digits[j] = low;
    }
    return digits.length == 0 ? 0L : narrowed(new BigInteger(digits));
  }

  /** A line with a whole number in decimal digits, or what protocol 1 has for a bool. */
  Object decimalOrBool() {
    String line = line();
    return switch (line) {
      case "00" -> false;
      case "01" -> true;
      default -> decimal(line);
    };
  }

  /** A line with a whole number in decimal digits and an L behind. */
  Number decimal() {
    String line = line();
    return decimal(line.endsWith("L") ? line.substring(0, line.length() - 1) : line);
  }

  private static Number decimal(String digits) {
    try {
      return narrowed(new BigInteger(digits));
    } catch (NumberFormatException e) {
      throw new InvalidPickleException("expected a whole number");
    }
  }

  private static Number narrowed(BigInteger value) {
    return value.bitLength() < Long.SIZE ? (Number) value.longValue() : value;
  }

  String line() {
    int start = bytes.position();
    for (int length = 0; length < LONGEST_LINE; length++) {
      if (u1() == '\n') {
        return new String(bytes.array(), start, length, StandardCharsets.UTF_8);
      }
    }
    throw new InvalidPickleException("expected a line of less than " + LONGEST_LINE + " bytes");
  }

  private ByteBuffer require(long length) {
    if (length < 0 || length > bytes.remaining()) {
      throw new InvalidPickleException(
          "expected %s bytes, only %d are left"
              .formatted(Long.toUnsignedString(length), bytes.remaining()));
    }
    return bytes;
  }
}
