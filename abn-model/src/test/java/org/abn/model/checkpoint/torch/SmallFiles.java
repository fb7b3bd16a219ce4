package org.abn.model.checkpoint.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.abn.model.checkpoint.pickle.PickleWriter;

/** Checkpoints of a few numbers, sound and hostile, byte by byte. */
public final class SmallFiles {

  /** The magic number, the version, and a little-endian machine, as Python pickles them. */
  private static final String STREAM_START =
      "\u0080\2\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019."
          + "\u0080\2M\u00e9\3."
          + "\u0080\2}X\r\0\0\0little_endian\u0088s.";

  private SmallFiles() {}

  /** The only one in what was saved. */
  static StateDict stateDict(Object saved) {
    List<StateDict> found = StateDicts.in(saved);
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  /** Text in which a character is a byte. */
  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A tensor that is one storage from its beginning to its end. */
  public static PickleWriter tensor(PickleWriter pickle, String type, String key, long... shape) {
    long length = 1;
    for (long n : shape) {
      length *= n;
    }
    return tensor(pickle, type, key, length, 0, shape, Tensor.rowMajor(shape));
  }

  /** Any view of a storage. */
  public static PickleWriter tensor(
      PickleWriter pickle,
      String type,
      String key,
      long elements,
      long offset,
      long[] shape,
      long[] strides) {
    pickle.global("torch._utils", "_rebuild_tensor_v2").mark();
    pickle.mark().text("storage").global("torch", type).text(key).text("cuda:0").integer(elements);
    pickle.tuple().persistent().integer(offset).integers(shape).integers(strides).no();
    return pickle.global("collections", "OrderedDict").integers().reduce().tuple().reduce();
  }

  /** Begins a pickle of a dict. */
  static PickleWriter dict() {
    return openDict(new PickleWriter());
  }

  /** Begins a dict; its items follow. */
  public static PickleWriter openDict(PickleWriter pickle) {
    return pickle.global("collections", "OrderedDict").integers().reduce().mark();
  }

  public static byte[] floats(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }

  /** A stream of an object and storages, each with its number of elements. */
  public static byte[] stream(byte[] object, Map<String, byte[]> storages, int bytesPerElement) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(bytes(STREAM_START));
    out.writeBytes(object);
    var keys = new PickleWriter().mark();
    storages.keySet().forEach(keys::text);
    out.writeBytes(keys.tuple().finish());
    for (byte[] storage : storages.values()) {
      var length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      out.writeBytes(length.putLong(storage.length / bytesPerElement).array());
      out.writeBytes(storage);
    }
    return out.toByteArray();
  }

  /** An archive of an object and storages. */
  static byte[] zip(byte[] object, Map<String, byte[]> storages) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("net/data.pkl", object);
    storages.forEach((key, bytes) -> entries.put("net/data/" + key, bytes));
    return zip(entries);
  }

  static byte[] zip(Map<String, byte[]> entries) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(stored(entry.getKey(), entry.getValue()));
        zip.write(entry.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static ZipEntry stored(String name, byte[] content) {
    var checksum = new CRC32();
    checksum.update(content);
    var entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(checksum.getValue());
    return entry;
  }
}
