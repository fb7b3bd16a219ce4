package org.abn.model.checkpoint.pickle;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A cursor over pickled bytes, which checks every length before it takes memory for it. */
final class PickleInput {

  /** More than any module's or class's name has. */
  private static final int LONGEST_NAME = 256;

  /** As many digits as Python converts (sys.int_info), and more than its random states have. */
  private static final int LONGEST_NUMBER = 4300;

  private final ByteBuffer bytes;
  private int opcodes;

  PickleInput(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  int position() {
    return bytes.position();
  }

  /**
   * The next opcode.
   *
   * @throws InvalidPickleException where there were too many
   */
  int opcode() {
    if (opcodes == Unpickler.MOST_OPCODES) {
      throw new InvalidPickleException(
          String.format(
              Locale.ROOT,
              "more than %,d opcodes are not read: save network.state_dict() alone",
              Unpickler.MOST_OPCODES));
    }
    opcodes++;
    return u1();
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
    return digits.length == 0 ? 0L : NumberLine.narrowed(new BigInteger(digits));
  }

  /** A line with a number in decimal digits. */
  NumberLine number() {
    return new NumberLine(line(LONGEST_NUMBER));
  }

  /** A line with the name of a module, class or function. */
  String name() {
    return line(LONGEST_NAME);
  }

  /** A line with text as early protocols have it; what they escape stays so. */
  String text() {
    return line(Unpickler.MOST_BYTES);
  }

  private String line(int mostBytes) {
    int start = bytes.position();
    for (int length = 0; length < mostBytes; length++) {
      if (u1() == '\n') {
        return new String(bytes.array(), start, length, StandardCharsets.UTF_8);
      }
    }
    throw new InvalidPickleException(
        String.format(Locale.ROOT, "expected a line of less than %d bytes", mostBytes));
  }

  private ByteBuffer require(long length) {
    if (length < 0 || length > bytes.remaining()) {
      throw InvalidPickleException.endsEarly(
          String.format(
              Locale.ROOT,
              "expected %s bytes, only %d are left",
              Long.toUnsignedString(length),
              bytes.remaining()));
    }
    return bytes;
  }
}
