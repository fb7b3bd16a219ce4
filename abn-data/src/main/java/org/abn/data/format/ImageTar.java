package org.abn.data.format;

import java.io.EOFException;
import java.io.IOException;
import org.abn.data.InvalidDataException;
import org.abn.data.Storage;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/**
 * Images in a tar archive, which are found by their offsets: an archive in it is no obstacle.
 *
 * @param path the archive
 */
record ImageTar(Path path) implements ImageStore {
  @Override
  public Reader open(Configuration conf) throws IOException {
    return new EntryReader(Storage.open(Storage.of(conf, path), path));
  }

  @Override
  public String toString() {
    return path.toString();
  }

  private final class EntryReader implements Reader {
    private final FSDataInputStream in;

    EntryReader(FSDataInputStream in) {
      this.in = in;
    }

    @Override
    public byte[] read(ListedImage image) throws IOException {
      byte[] bytes = new byte[image.bytes()];
      try {
        in.readFully(image.offset(), bytes);
        return bytes;
      } catch (EOFException e) {
        throw new InvalidDataException(
            path + ": ends within " + image.id() + " at byte " + image.offset() + "; copy it again",
            e);
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
