package org.abn.model.checkpoint.torch;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.bytedeco.javacpp.indexer.Bfloat16Indexer;
import org.bytedeco.javacpp.indexer.HalfIndexer;

/** What a tensor's elements are, by PyTorch's names; first those that weights are of. */
public enum ElementType {
  /** IEEE single precision. */
  FLOAT32("FloatStorage", "F32", Float.BYTES, ByteBuffer::getFloat),
  /** IEEE double precision. */
  FLOAT64("DoubleStorage", "F64", Double.BYTES, ByteBuffer::getDouble),
  /** IEEE half precision. */
  FLOAT16(
      "HalfStorage", "F16", Short.BYTES, bytes -> HalfIndexer.toFloat(bytes.getShort() & 0xFFFF)),
  /** The upper half of single precision. */
  BFLOAT16(
      "BFloat16Storage",
      "BF16",
      Short.BYTES,
      bytes -> Bfloat16Indexer.toFloat(bytes.getShort() & 0xFFFF)),
  /** As counters are. */
  INT64("LongStorage", "I64", Long.BYTES, ByteBuffer::getLong),
  /** Signed. */
  INT32("IntStorage", "I32", Integer.BYTES, ByteBuffer::getInt),
  /** Signed. */
  INT16("ShortStorage", "I16", Short.BYTES, ByteBuffer::getShort),
  /** Signed. */
  INT8("CharStorage", "I8", Byte.BYTES, ByteBuffer::get),
  /** Unsigned. */
  UINT8("ByteStorage", "U8", Byte.BYTES, bytes -> bytes.get() & 0xFF),
  /** 0 or 1. */
  BOOL("BoolStorage", "BOOL", Byte.BYTES, ByteBuffer::get),
  /** Unsigned. */
  UINT16("", "U16", Short.BYTES, bytes -> bytes.getShort() & 0xFFFF),
  /** Unsigned. */
  UINT32("", "U32", Integer.BYTES, bytes -> bytes.getInt() & 0xFFFF_FFFFL),
  /** Unsigned; not read. */
  UINT64("", "U64", Long.BYTES),
  /** Of eight bits; not read. */
  FLOAT8_E4M3FN("", "F8_E4M3", Byte.BYTES),
  /** Of eight bits; not read. */
  FLOAT8_E5M2("", "F8_E5M2", Byte.BYTES),
  /** Two of single precision; not read. */
  COMPLEX64("ComplexFloatStorage", "C64", 2 * Float.BYTES),
  /** Two of double precision; not read. */
  COMPLEX128("ComplexDoubleStorage", "", 2 * Double.BYTES),
  /** Quantised; not read. */
  QINT8("QInt8Storage", "", Byte.BYTES),
  /** Quantised; not read. */
  QUINT8("QUInt8Storage", "", Byte.BYTES),
  /** Quantised; not read. */
  QINT32("QInt32Storage", "", Integer.BYTES);

  private final String storageClass;
  private final String safetensorsName;
  private final int bytes;

  @SuppressWarnings("ImmutableEnumChecker") // functions without state
  private final Optional<ToDoubleFunction<ByteBuffer>> next;

  ElementType(
      String storageClass, String safetensorsName, int bytes, ToDoubleFunction<ByteBuffer> next) {
    this.storageClass = storageClass;
    this.safetensorsName = safetensorsName;
    this.bytes = bytes;
    this.next = Optional.of(next);
  }

  ElementType(String storageClass, String safetensorsName, int bytes) {
    this.storageClass = storageClass;
    this.safetensorsName = safetensorsName;
    this.bytes = bytes;
    this.next = Optional.empty();
  }

  /** Whether it is one of the floating-point types that weights are of. */
  public boolean isFloatingPoint() {
    return compareTo(BFLOAT16) <= 0;
  }

  /** Whether it is one of the integers that counters may be of. */
  public boolean isWholeNumber() {
    return compareTo(BFLOAT16) > 0 && compareTo(UINT32) <= 0;
  }

  /** Name of the class in the module {@code torch} whose storages hold such elements, if any. */
  String storageClass() {
    return storageClass;
  }

  /** What safetensors calls it; empty where that has no such type. */
  String safetensorsName() {
    return safetensorsName;
  }

  /** Length of an element in a file. */
  int bytes() {
    return bytes;
  }

  /**
   * Takes the next element; exact, but for integers beyond 53 bits.
   *
   * @throws InvalidCheckpointException where such elements are not read
   */
  double next(ByteBuffer from) {
    return next.orElseThrow(
            () -> new InvalidCheckpointException("elements of %s are not read".formatted(this)))
        .applyAsDouble(from);
  }

  /** PyTorch's name, such as {@code float32}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
