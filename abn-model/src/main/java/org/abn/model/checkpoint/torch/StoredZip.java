package org.abn.model.checkpoint.torch;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A zip archive without compression, whose entries are together no longer than the file. */
final class StoredZip implements Closeable {

  private final ZipFile zip;

  /** Names of the entries whose bytes were found to have their checksum. */
  private final Set<String> verified = new HashSet<>();

  private StoredZip(ZipFile zip) {
    this.zip = zip;
  }

  /**
   * @throws InvalidCheckpointException where the archive is damaged, or claims more than is there
   */
  static StoredZip open(Path file) throws IOException {
    long fileLength = Files.size(file);
    ZipFile zip;
    try {
      zip = new ZipFile(file.toFile());
    } catch (IOException e) { // of several kinds, for a directory that is none
      throw new InvalidCheckpointException(
          "is a damaged zip archive, perhaps cut short: " + reason(e), e);
    }
    try {
      requireRoom(zip, fileLength);
      return new StoredZip(zip);
    } catch (InvalidCheckpointException e) {
      zip.close();
      throw e;
    }
  }

  /** A directory may claim any length, and the same bytes for many entries. */
  private static void requireRoom(ZipFile zip, long fileLength) {
    long left = fileLength;
    for (ZipEntry entry : zip.stream().filter(StoredZip::isStored).toList()) {
      if (entry.getSize() < 0 || entry.getSize() > left) {
        throw new InvalidCheckpointException(
            String.format(
                Locale.ROOT,
                "%s: %d bytes cannot be in an archive of %d bytes beside the entries before",
                entry.getName(),
                entry.getSize(),
                fileLength));
      }
      left -= entry.getSize();
    }
  }

  private static boolean isStored(ZipEntry entry) {
    return entry.getMethod() == ZipEntry.STORED && entry.getSize() == entry.getCompressedSize();
  }

  List<String> names() {
    return zip.stream().map(ZipEntry::getName).toList();
  }

  /**
   * An entry's length in bytes; empty where there is none of the name.
   *
   * @throws InvalidCheckpointException where it is compressed
   */
  OptionalLong length(String name) {
    return zip.getEntry(name) == null
        ? OptionalLong.empty()
        : OptionalLong.of(stored(name).getSize());
  }

  private ZipEntry stored(String name) {
    ZipEntry entry = zip.getEntry(name);
    if (!isStored(entry)) {
      throw new InvalidCheckpointException(
          name + ": is compressed, but PyTorch stores entries as they are");
    }
    return entry;
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
            String.format(Locale.ROOT, "%s: must have at most %d bytes", name, mostBytes));
      }
      return bytes;
    }
  }

  /**
   * Opens an entry, the first time after a look at all of its bytes: whoever reads a part learns of
   * damage elsewhere.
   *
   * @throws InvalidCheckpointException where it is damaged or compressed
   */
  InputStream open(String name) throws IOException {
    ZipEntry entry = stored(name);
    if (!isVerified(name)) {
      if (checksum(entry) != entry.getCrc()) {
        throw new InvalidCheckpointException(
            name + ": is damaged: its bytes do not have the archive's checksum");
      }
      verified.add(name);
    }
    return zip.getInputStream(entry);
  }

  /** Whether the entry's bytes are known to have their checksum, and are not looked at again. */
  boolean isVerified(String name) {
    return verified.contains(name);
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
