package org.abn.model.checkpoint.torch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.abn.model.checkpoint.pickle.Arguments;
import org.abn.model.checkpoint.pickle.InvalidPickleException;

/** The storages of a stream: behind the pickles, each as its length and its elements. */
final class StreamStorages implements StorageFile {

  private final Path file;
  private final long fileLength;
  private final Map<String, Extent> declared = new HashMap<>();
  private final Map<String, Long> places = new HashMap<>();

  StreamStorages(Path file) throws IOException {
    this.file = file;
    fileLength = Files.size(file);
  }

  /** What tensors say of a storage. */
  private record Extent(ElementType type, long elements) {

    long bytes() {
      return elements * type.bytes();
    }
  }

  @Override
  public void require(String key, ElementType type, long elements) {
    if (elements < 0 || elements > fileLength / type.bytes()) {
      throw new InvalidCheckpointException(
          String.format(
              Locale.ROOT,
              "is cut short or damaged: storage %s cannot have %d elements of %s in a file of %d"
                  + " bytes",
              key,
              elements,
              type,
              fileLength));
    }
    var extent = new Extent(type, elements);
    Extent before = declared.putIfAbsent(key, extent);
    if (before != null && !before.equals(extent)) {
      throw new InvalidPickleException(
          String.format(
              Locale.ROOT,
              "storage %s: has %d elements of %s and %d of %s",
              key,
              before.elements(),
              before.type(),
              elements,
              type));
    }
  }

  /**
   * Finds the storages, and that nothing else is there.
   *
   * @param keys in their order
   * @param start where the first begins
   * @throws InvalidPickleException where they are not those that tensors have
   */
  void locate(Arguments keys, long start) throws IOException {
    long place = start;
    try (FileChannel channel = FileChannel.open(file)) {
      for (int i = 0; i < keys.size(); i++) {
        place = locate(channel, keys.at(i, String.class), place);
      }
    }
    requireEnd(place);
  }

  private void requireEnd(long place) {
    if (place != fileLength || places.size() != declared.size()) {
      throw new InvalidPickleException(
          String.format(
              Locale.ROOT,
              "byte %d: expected the end after %d storages, found %d bytes after %d",
              place,
              declared.size(),
              fileLength - place,
              places.size()));
    }
  }

  /** Gives where the next storage begins. */
  private long locate(FileChannel channel, String key, long place) throws IOException {
    Extent extent = declared.get(key);
    if (extent == null || places.containsKey(key)) {
      throw new InvalidPickleException(
          String.format(
              Locale.ROOT, "byte %d: storage %s belongs to no tensor, or came before", place, key));
    }
    long first = place + Long.BYTES;
    if (extent.bytes() > fileLength - first) {
      throw new InvalidPickleException(
          String.format(
              Locale.ROOT,
              "is cut short: storage %s has %d bytes from byte %d on, and the file ends at byte %d",
              key,
              extent.bytes(),
              first,
              fileLength));
    }
    long elements = readLong(channel, place);
    if (elements != extent.elements()) {
      throw new InvalidPickleException(
          String.format(
              Locale.ROOT,
              "byte %d: expected storage %s with %d elements, found %d",
              place,
              key,
              extent.elements(),
              elements));
    }
    places.put(key, first);
    return first + extent.bytes();
  }

  private static long readLong(FileChannel channel, long place) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, place + bytes.position()) < 0) {
        throw new InvalidPickleException(
            String.format(
                Locale.ROOT, "byte %d: the file has become shorter", place + bytes.position()));
      }
    }
    return bytes.getLong(0);
  }

  @Override
  public InputStream open(String key) throws IOException {
    InputStream in = Files.newInputStream(file);
    in.skipNBytes(places.get(key));
    return in;
  }

  /** PyTorch wrote so on every machine. */
  @Override
  public ByteOrder byteOrder() {
    return ByteOrder.LITTLE_ENDIAN;
  }
}
