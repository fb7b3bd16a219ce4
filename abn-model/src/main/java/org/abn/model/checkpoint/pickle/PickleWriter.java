package org.abn.model.checkpoint.pickle;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes a pickle of protocol 2, which every PyTorch reads, opcode by opcode and without memo. */
public final class PickleWriter {

  private static final int PROTOCOL = 2;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** Begins a pickle. */
  public PickleWriter() {
    opcode(Opcode.PROTO).bytes.write(PROTOCOL);
  }

  /** A str. */
  public PickleWriter text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    opcode(Opcode.BINUNICODE).bytes.writeBytes(littleEndian(Integer.BYTES, utf8.length));
    bytes.writeBytes(utf8);
    return this;
  }

  /** An int. */
  public PickleWriter integer(long value) {
    if (value == (int) value) {
      opcode(Opcode.BININT).bytes.writeBytes(littleEndian(Integer.BYTES, value));
    } else {
      opcode(Opcode.LONG1).bytes.write(Long.BYTES);
      bytes.writeBytes(littleEndian(Long.BYTES, value));
    }
    return this;
  }

  /** {@code False}. */
  public PickleWriter no() {
    return opcode(Opcode.NEWFALSE);
  }

  /** A class or function by its name. */
  public PickleWriter global(String module, String name) {
    opcode(Opcode.GLOBAL);
    bytes.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** Begins a tuple, or the items of a dict. */
  public PickleWriter mark() {
    return opcode(Opcode.MARK);
  }

  /** Makes a tuple of all since the mark. */
  public PickleWriter tuple() {
    return opcode(Opcode.TUPLE);
  }

  /** A tuple of int, such as a shape; none makes an empty one. */
  public PickleWriter integers(long... values) {
    mark();
    for (long value : values) {
      integer(value);
    }
    return tuple();
  }

  /** Calls the function below the tuple on top. */
  public PickleWriter reduce() {
    return opcode(Opcode.REDUCE);
  }

  /** Makes the tuple on top a persistent id. */
  public PickleWriter persistent() {
    return opcode(Opcode.BINPERSID);
  }

  /** Puts all since the mark, keys and values, into the dict below. */
  public PickleWriter setItems() {
    return opcode(Opcode.SETITEMS);
  }

  /** Ends the pickle with the value on top. */
  public byte[] finish() {
    return opcode(Opcode.STOP).bytes.toByteArray();
  }

  private PickleWriter opcode(Opcode opcode) {
    bytes.write(opcode.code());
    return this;
  }

  private static byte[] littleEndian(int length, long value) {
    var number = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(0, value);
    byte[] digits = new byte[length];
    number.get(digits);
    return digits;
  }
}
