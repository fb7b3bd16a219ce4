package org.abn.model.checkpoint.torch;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.bytedeco.javacpp.indexer.Bfloat16Indexer;
import org.bytedeco.javacpp.indexer.HalfIndexer;

/** What a tensor's elements are, by PyTorch's names. */
public enum ElementType {
  /** IEEE single precision. */
  FLOAT32("FloatStorage", Float.BYTES, ByteBuffer::getFloat),
  /** IEEE double precision. */
  FLOAT64("DoubleStorage", Double.BYTES, ByteBuffer::getDouble),
  /** IEEE half precision. */
  FLOAT16("HalfStorage", Short.BYTES, bytes -> HalfIndexer.toFloat(bytes.getShort() & 0xFFFF)),
  /** The upper half of single precision. */
  BFLOAT16(
      "BFloat16Storage", Short.BYTES, bytes -> Bfloat16Indexer.toFloat(bytes.getShort() & 0xFFFF)),
  /** As counters are. */
  INT64("LongStorage", Long.BYTES, ByteBuffer::getLong),
  /** Signed. */
  INT32("IntStorage", Integer.BYTES, ByteBuffer::getInt),
  /** Signed. */
  INT16("ShortStorage", Short.BYTES, ByteBuffer::getShort),
  /** Signed. */
  INT8("CharStorage", Byte.BYTES, ByteBuffer::get),
  /** Unsigned. */
  UINT8("ByteStorage", Byte.BYTES, bytes -> bytes.get() & 0xFF),
  /** 0 or 1. */
  BOOL("BoolStorage", Byte.BYTES, ByteBuffer::get);

  private final String storageClass;
  private final int bytes;

  @SuppressWarnings("ImmutableEnumChecker") // functions without state
  private final ToDoubleFunction<ByteBuffer> next;

  ElementType(String storageClass, int bytes, ToDoubleFunction<ByteBuffer> next) {
    this.storageClass = storageClass;
    this.bytes = bytes;
    this.next = next;
  }

  /** Whether it is one of the floating-point types, as weights are. */
  public boolean isFloatingPoint() {
    return compareTo(BFLOAT16) <= 0;
  }

  /** Name of the class in the module {@code torch} whose storages hold such elements. */
  String storageClass() {
    return storageClass;
  }

  /** Length of an element in a file. */
  int bytes() {
    return bytes;
  }

  /** Takes the next element; exact, but for integers beyond 53 bits. */
  double next(ByteBuffer from) {
    return next.applyAsDouble(from);
  }

  /** PyTorch's name, such as {@code float32}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
