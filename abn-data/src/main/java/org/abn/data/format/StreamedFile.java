package org.abn.data.format;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.abn.data.InvalidDataException;
import org.abn.data.Storage;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A file that is read from its beginning: one of its own, or one in a tar archive, which may be
 * compressed by gzip.
 *
 * @param path of the file or archive
 * @param entry its name in the archive; empty where it is a file of its own
 * @param bytes its length, uncompressed
 */
record StreamedFile(Path path, String entry, long bytes) implements Serializable {
  private static final int GZIP_MAGIC = 0x1F8B;
  private static final int RECORD_BYTES = 512;

  static StreamedFile of(FileStatus file) {
    return new StreamedFile(file.getPath(), "", file.getLen());
  }

  /**
   * Lists the files of an archive, which is read to its end.
   *
   * @throws InvalidDataException if it is no archive or cut short
   */
  static List<StreamedFile> list(FileSystem storage, Path archive) throws IOException {
    List<StreamedFile> files = new ArrayList<>();
    try (TarArchiveInputStream tar = openArchive(storage, archive)) {
      long end = 0;
      for (var entry = next(tar, archive); entry != null; entry = next(tar, archive)) {
        end = tar.getBytesRead() + entry.getSize();
        if (entry.isFile()) {
          files.add(new StreamedFile(archive, entry.getName(), entry.getSize()));
        }
      }
      if (tar.getBytesRead() < end + RECORD_BYTES) {
        throw InvalidDataException.of(
            "%s: ends without the record of zeros that ends a tar archive; copy it again", archive);
      }
    }
    return files;
  }

  /** Opens it at its first byte. */
  InputStream open(Configuration conf) throws IOException {
    FileSystem storage = Storage.of(conf, path);
    return entry.isEmpty() ? Storage.open(storage, path) : openEntry(storage);
  }

  private InputStream openEntry(FileSystem storage) throws IOException {
    TarArchiveInputStream tar = openArchive(storage, path);
    try {
      TarArchiveEntry found = next(tar, path);
      while (found != null && !found.getName().equals(entry)) {
        found = next(tar, path);
      }
      if (found == null) {
        throw InvalidDataException.of("%s: no longer holds %s", path, entry);
      }
      return tar;
    } catch (InvalidDataException e) {
      tar.close();
      throw e;
    }
  }

  private static TarArchiveInputStream openArchive(FileSystem storage, Path archive)
      throws IOException {
    InputStream in = new BufferedInputStream(Storage.open(storage, archive));
    try {
      in.mark(2);
      boolean compressed = (in.read() << 8 | in.read()) == GZIP_MAGIC;
      in.reset();
      InputStream plain = compressed ? new GzipCompressorInputStream(in, true) : in;
      return new TarArchiveInputStream(plain, StandardCharsets.UTF_8.name());
    } catch (IOException e) {
      in.close();
      throw damaged(archive, e);
    }
  }

  private static TarArchiveEntry next(TarArchiveInputStream tar, Path archive) {
    try {
      return tar.getNextTarEntry();
    } catch (IOException | IllegalArgumentException e) {
      throw damaged(archive, e);
    }
  }

  private static InvalidDataException damaged(Path archive, Exception e) {
    return new InvalidDataException(
        archive + ": is no tar archive or is cut short: " + e.getMessage() + "; copy it again", e);
  }

  /** Its name without folders. */
  String name() {
    return entry.isEmpty() ? path.getName() : entry.substring(entry.lastIndexOf('/') + 1);
  }

  /** Where it is, for messages. */
  @Override
  public String toString() {
    return entry.isEmpty() ? path.toString() : path + ": " + entry;
  }
}
