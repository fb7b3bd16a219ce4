package org.abn.data.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.abn.data.InvalidDataException;
import org.abn.data.Storage;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Images in a zip archive, found by its directory at the end. An open archive has that in memory,
 * about 100 MB for CelebA's 202,599 images.
 *
 * @param path the archive
 */
record ImageZip(Path path) implements ImageStore {
  /**
   * Lists the files by name.
   *
   * @param length bytes of the archive
   * @param tally gets its entries
   * @throws InvalidDataException if it is no archive or cut short, or holds a name twice, a file
   *     that cannot be decompressed or a name that leads out of it
   */
  List<FileEntry> list(FileSystem storage, long length, FileTally tally) throws IOException {
    TreeMap<String, FileEntry> files = new TreeMap<>();
    try (ZipFile zip = open(storage, length)) {
      for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
        if (!entry.isDirectory() && tally.admitsImage(entry.getName())) {
          add(zip, entry, files);
        }
      }
    } catch (InvalidDataException e) {
      throw e.in(path.toString());
    }
    return List.copyOf(files.values());
  }

  private static void add(ZipFile zip, ZipArchiveEntry entry, Map<String, FileEntry> files) {
    FileEntry file = new FileEntry(entry.getName(), 0, entry.getSize());
    if (entry.isUnixSymlink() || !zip.canReadEntryData(entry)) {
      throw InvalidDataException.of(
          "entry '%s' is a link, encrypted or of method %d, expected a file that is stored or"
              + " deflated",
          file.name(), entry.getMethod());
    }
    if (files.put(file.name(), file) != null) {
      throw InvalidDataException.of("entry '%s' is there twice", file.name());
    }
  }

  @Override
  public Reader open(Configuration conf) throws IOException {
    FileSystem storage = Storage.of(conf, path);
    return new EntryReader(open(storage, Storage.status(storage, path).getLen()));
  }

  private ZipFile open(FileSystem storage, long length) throws IOException {
    SeekableFile file = new SeekableFile(Storage.open(storage, path), length);
    try {
      // Without the header that each file has in front of it: that would be a seek a file.
      return new ZipFile(file, path.toString(), "UTF-8", false, true);
    } catch (IOException | IllegalArgumentException e) {
      file.close();
      throw new InvalidDataException(
          path + ": is no zip archive or is cut short: " + e.getMessage() + "; copy it again", e);
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }

  private final class EntryReader implements Reader {
    private final ZipFile zip;

    EntryReader(ZipFile zip) {
      this.zip = zip;
    }

    @Override
    public byte[] read(ListedImage image) throws IOException {
      ZipArchiveEntry entry = zip.getEntry(image.id());
      if (entry == null) {
        throw InvalidDataException.of("%s: no longer holds %s", path, image.id());
      }
      try (InputStream in = zip.getInputStream(entry)) {
        byte[] bytes = in.readNBytes(image.bytes());
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        if (bytes.length < image.bytes() || checksum.getValue() != entry.getCrc()) {
          throw InvalidDataException.of(
              "has %,d bytes with CRC-32 %08x, expected %,d with %08x",
              bytes.length, checksum.getValue(), image.bytes(), entry.getCrc());
        }
        return bytes;
      } catch (IOException | InvalidDataException e) {
        throw new InvalidDataException(
            path + ": " + image.id() + " is damaged: " + e.getMessage() + "; copy it again", e);
      }
    }

    @Override
    public void close() throws IOException {
      zip.close();
    }
  }
}
