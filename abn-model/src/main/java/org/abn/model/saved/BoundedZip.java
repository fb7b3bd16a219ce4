package org.abn.model.saved;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A zip archive from anywhere, whose entries are believed no longer than the file allows. */
final class BoundedZip implements Closeable {

  /** What deflate compresses at most: a byte stands for no more than so many. */
  private static final long GREATEST_COMPRESSION = 1032;

  /** Far more than the configuration of the deepest network. */
  private static final int MOST_TEXT_BYTES = 64 << 20;

  private final ZipFile zip;
  private final long fileLength;

  private BoundedZip(ZipFile zip, long fileLength) {
    this.zip = zip;
    this.fileLength = fileLength;
  }

  /**
   * @throws InvalidModelException where the file is no zip archive
   */
  static BoundedZip open(Path file) throws IOException {
    try {
      return new BoundedZip(new ZipFile(file.toFile()), Files.size(file));
    } catch (ZipException | EOFException e) {
      throw new InvalidModelException(
          "is no network that DL4J wrote, and no whole zip archive: " + e.getMessage(), e);
    }
  }

  boolean has(String name) {
    return zip.getEntry(name) != null;
  }

  /**
   * An entry's length in bytes, which the file can hold.
   *
   * @throws InvalidModelException where there is no such entry, or the file cannot
   */
  long length(String name) {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new InvalidModelException("is no network that DL4J wrote: it has no entry " + name);
    }
    long compressed = entry.getCompressedSize();
    boolean possible =
        compressed >= 0
            && compressed <= fileLength
            && entry.getSize() >= 0
            && entry.getSize() <= compressed * GREATEST_COMPRESSION;
    if (!possible) {
      throw new InvalidModelException(
          String.format(
              Locale.ROOT,
              "%s: %d bytes cannot be in %d bytes of a file of %d",
              name,
              entry.getSize(),
              compressed,
              fileLength));
    }
    return entry.getSize();
  }

  /** Opens an entry; to be closed by the caller. */
  InputStream open(String name) throws IOException {
    length(name);
    return zip.getInputStream(zip.getEntry(name));
  }

  /** A whole entry of text. */
  byte[] bytes(String name) throws IOException {
    if (length(name) > MOST_TEXT_BYTES) {
      throw new InvalidModelException(
          String.format(
              Locale.ROOT,
              "%s: has %d bytes, expected at most %d",
              name,
              length(name),
              MOST_TEXT_BYTES));
    }
    try (InputStream in = open(name)) {
      return in.readAllBytes();
    } catch (ZipException | EOFException e) {
      throw damaged(name, e);
    }
  }

  static InvalidModelException damaged(String name, IOException cause) {
    return new InvalidModelException(name + ": is damaged: " + cause.getMessage(), cause);
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
