package org.abn.data.format;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.abn.data.InvalidDataException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.utils.BoundedInputStream;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/**
 * Finds the files in a tar archive by reading its headers and skipping what is between: nothing is
 * unpacked. An archive in an archive is an archive that begins later.
 */
final class TarIndex {
  private static final int RECORD_BYTES = 512;

  private final Path path;
  private final FSDataInputStream in;
  private final FileTally tally;

  TarIndex(Path path, FSDataInputStream in, FileTally tally) {
    this.path = path;
    this.in = in;
    this.tally = tally;
  }

  /**
   * Lists the files of an archive by name.
   *
   * @param start its first byte
   * @param end the byte after its last
   * @throws InvalidDataException if it is no archive or cut short, or holds a name twice, a link or
   *     a name that leads out of it
   */
  List<FileEntry> list(long start, long end) throws IOException {
    TreeMap<String, FileEntry> files = new TreeMap<>();
    long filesEnd = start;
    in.seek(start);
    BoundedInputStream bounded = new BoundedInputStream(in, end - start);
    // Not closed: that would close the file.
    TarArchiveInputStream tar = new TarArchiveInputStream(bounded, StandardCharsets.UTF_8.name());
    try {
      for (var entry = tar.getNextTarEntry(); entry != null; entry = tar.getNextTarEntry()) {
        long offset = end - bounded.getBytesRemaining();
        filesEnd = requireInside(entry, offset, end);
        if (!entry.isDirectory() && tally.admitsImage(entry.getName())) {
          add(entry, offset, files);
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidDataException(place(start) + ": has a damaged header: " + e.getMessage(), e);
    } catch (InvalidDataException e) {
      throw e.in(place(start));
    }
    requireZeros(start, filesEnd, end);
    return List.copyOf(files.values());
  }

  /** Where an entry ends: a whole number of records after its beginning. */
  private static long requireInside(TarArchiveEntry entry, long offset, long end) {
    long records = (entry.getSize() + RECORD_BYTES - 1) / RECORD_BYTES;
    if (records * RECORD_BYTES > end - offset) {
      throw InvalidDataException.of(
          "entry '%s' at byte %d has %,d bytes, but %,d follow; copy it again",
          entry.getName(), offset, entry.getSize(), end - offset);
    }
    return offset + records * RECORD_BYTES;
  }

  private static void add(TarArchiveEntry entry, long offset, Map<String, FileEntry> files) {
    FileEntry file = new FileEntry(entry.getName(), offset, entry.getSize());
    if (!entry.isFile() || entry.isLink() || entry.isSymbolicLink() || entry.isSparse()) {
      throw InvalidDataException.of(
          "entry '%s' is a link, a sparse file or none, expected images only", file.name());
    }
    if (files.put(file.name(), file) != null) {
      throw InvalidDataException.of("entry '%s' is there twice", file.name());
    }
  }

  /** An archive ends in records of zeros; without them, files may be missing. */
  private void requireZeros(long start, long filesEnd, long end) throws IOException {
    byte[] record = new byte[RECORD_BYTES];
    in.seek(filesEnd);
    for (long offset = filesEnd; offset < end; offset += RECORD_BYTES) {
      in.readFully(record, 0, (int) Math.min(RECORD_BYTES, end - offset));
      if (!Arrays.equals(record, new byte[RECORD_BYTES])) {
        throw InvalidDataException.of(
            "%s: has other bytes than zeros after its last file at byte %d; copy it again",
            place(start), offset);
      }
    }
    if (end - filesEnd < RECORD_BYTES) {
      throw InvalidDataException.of(
          "%s: ends at byte %d without the record of zeros that ends a tar archive; copy it again",
          place(start), end);
    }
  }

  private String place(long start) {
    return start == 0 ? path.toString() : path + ": archive at byte " + start;
  }
}
