package org.abn.model.checkpoint.torch;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A zip archive without compression, so that no entry is longer than the file. */
final class StoredZip implements Closeable {

  private final ZipFile zip;

  private StoredZip(ZipFile zip) {
    this.zip = zip;
  }

  /**
   * @throws InvalidCheckpointException where the archive is damaged
   */
  static StoredZip open(Path file) throws IOException {
    try {
      return new StoredZip(new ZipFile(file.toFile()));
    } catch (EOFException | ZipException e) {
      throw new InvalidCheckpointException("is a damaged zip archive: " + reason(e), e);
    }
  }

  List<String> names() {
    return zip.stream().map(ZipEntry::getName).toList();
  }

  /** An entry's length in bytes; empty where there is none of the name. */
  OptionalLong length(String name) {
    ZipEntry entry = zip.getEntry(name);
    return entry == null ? OptionalLong.empty() : OptionalLong.of(entry.getSize());
  }

  /**
   * Reads a whole entry.
   *
   * @throws InvalidCheckpointException where it is damaged, or longer than allowed
   */
  byte[] read(String name, int mostBytes) throws IOException {
    try (InputStream in = open(name)) {
      byte[] bytes = in.readNBytes(mostBytes);
      if (in.read() >= 0) {
        throw new InvalidCheckpointException(
            "%s: must have at most %d bytes".formatted(name, mostBytes));
      }
      return bytes;
    }
  }

  /**
   * Opens an entry after a look at all of its bytes: whoever reads a part learns of damage
   * elsewhere.
   *
   * @throws InvalidCheckpointException where it is damaged or compressed
   */
  InputStream open(String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry.getMethod() != ZipEntry.STORED || entry.getSize() != entry.getCompressedSize()) {
      throw new InvalidCheckpointException(
          name + ": is compressed, but PyTorch stores entries as they are");
    }
    if (checksum(entry) != entry.getCrc()) {
      throw new InvalidCheckpointException(
          name + ": is damaged: its bytes do not have the archive's checksum");
    }
    return zip.getInputStream(entry);
  }

  private long checksum(ZipEntry entry) throws IOException {
    try (var in = new CheckedInputStream(zip.getInputStream(entry), new CRC32())) {
      in.transferTo(OutputStream.nullOutputStream());
      return in.getChecksum().getValue();
    } catch (EOFException | ZipException e) {
      throw new InvalidCheckpointException(entry + ": is damaged: " + reason(e), e);
    }
  }

  private static String reason(IOException e) {
    return Objects.requireNonNullElse(e.getMessage(), "it ends too early");
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
