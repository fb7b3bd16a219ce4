package org.abn.data.format;

import java.io.IOException;
import java.io.InputStream;
import org.abn.data.InvalidDataException;
import org.abn.data.Storage;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Images as files below a directory.
 *
 * @param root from which ids are paths
 */
record ImageDirectory(Path root) implements ImageStore {
  @Override
  public Reader open(Configuration conf) throws IOException {
    return new FileReader(Storage.of(conf, root));
  }

  @Override
  public String toString() {
    return root.toString();
  }

  private final class FileReader implements Reader {
    private final FileSystem storage;

    FileReader(FileSystem storage) {
      this.storage = storage;
    }

    @Override
    public byte[] read(ListedImage image) throws IOException {
      // By the parts of a URI, since the name alone may hold a colon.
      Path path = new Path(root, new Path(null, null, image.id()));
      try (InputStream in = Storage.open(storage, path)) {
        byte[] bytes = in.readNBytes(image.bytes());
        if (bytes.length < image.bytes() || in.read() >= 0) {
          throw InvalidDataException.of(
              "%s: no longer has the %,d bytes that were listed", path, image.bytes());
        }
        return bytes;
      }
    }

    @Override
    public void close() {} // every file is closed when it has been read
  }
}
