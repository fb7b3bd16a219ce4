package org.abn.model.checkpoint.torch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.abn.model.checkpoint.pickle.Dict;

/**
 * The format of safetensors: the header's length in eight bytes, a header of JSON, and the tensors
 * one behind another.
 */
record SafetensorsFile(Dict content) implements TorchFile {

  /** The format's own limit. */
  static final long LONGEST_HEADER = 100_000_000;

  /** Before the header. */
  static final int LENGTH_BYTES = Long.BYTES;

  /** Whether a file begins so; of the length only half is looked at, so that a false one shows. */
  static boolean canBe(FileStart start) {
    return start.has(LENGTH_BYTES, "{") && start.has(Integer.BYTES, "\0\0\0\0");
  }

  /**
   * @throws InvalidCheckpointException where it is damaged
   */
  static SafetensorsFile open(Path file) throws IOException {
    long fileLength = Files.size(file);
    byte[] header = header(file, fileLength);
    long start = LENGTH_BYTES + (long) header.length;
    List<SafetensorsEntry> entries = SafetensorsHeader.read(header);
    new SafetensorsLayout(start, fileLength - start).requireFilledBy(entries);
    return new SafetensorsFile(tensors(file, start, entries));
  }

  private static Dict tensors(Path file, long start, List<SafetensorsEntry> entries) {
    Map<String, Long> places = new HashMap<>();
    entries.forEach(entry -> places.put(entry.name(), start + entry.begin()));
    var storages = new SafetensorsStorages(file, places);
    Dict tensors = new Dict();
    entries.forEach(entry -> tensors.put(entry.name(), entry.in(storages)));
    return tensors;
  }

  private static byte[] header(Path file, long fileLength) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      long length =
          ByteBuffer.wrap(in.readNBytes(LENGTH_BYTES)).order(ByteOrder.LITTLE_ENDIAN).getLong();
      requireHeader(length, fileLength - LENGTH_BYTES);
      return in.readNBytes((int) length);
    }
  }

  private static void requireHeader(long length, long left) {
    if (length > LONGEST_HEADER) {
      throw new InvalidCheckpointException(
          String.format(
              Locale.ROOT,
              "byte 0: a header of safetensors has at most %d bytes, cannot have %d",
              LONGEST_HEADER,
              length));
    }
    if (length > left) {
      throw new InvalidCheckpointException(
          String.format(
              Locale.ROOT,
              "is cut short: its header has %d bytes from byte %d on, and only %d are left",
              length,
              LENGTH_BYTES,
              left));
    }
  }

  /** Nothing is open: tensors are opened one by one. */
  @Override
  public void close() {}
}
