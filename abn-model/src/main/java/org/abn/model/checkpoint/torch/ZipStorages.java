package org.abn.model.checkpoint.torch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.util.Locale;
import org.abn.model.checkpoint.pickle.InvalidPickleException;

/**
 * The storages of a zip archive, an entry each.
 *
 * @param zip the archive
 * @param prefix of the entries' names, before a storage's key
 * @param byteOrder of the elements
 */
record ZipStorages(StoredZip zip, String prefix, ByteOrder byteOrder) implements StorageFile {

  @Override
  public void require(String key, ElementType type, long elements) {
    String name = prefix + key;
    long bytes =
        zip.length(name)
            .orElseThrow(() -> new InvalidPickleException("the archive has no entry " + name));
    if (elements < 0 || bytes % type.bytes() != 0 || bytes / type.bytes() != elements) {
      throw new InvalidPickleException(
          String.format(
              Locale.ROOT,
              "expected %d elements of %s in %s, found %d bytes",
              elements,
              type,
              name,
              bytes));
    }
  }

  @Override
  public InputStream open(String key) throws IOException {
    return zip.open(prefix + key);
  }
}
