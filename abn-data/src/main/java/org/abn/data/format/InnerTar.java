package org.abn.data.format;

import java.io.IOException;
import org.abn.data.Storage;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/**
 * A tar archive of images in a tar archive.
 *
 * @param path of the outer archive
 * @param start its first byte there
 * @param end the byte after its last
 */
record InnerTar(Path path, long start, long end) implements SourcePart {
  @Override
  public ListedPart list(Configuration conf) throws IOException {
    FileTally tally = new FileTally();
    try (FSDataInputStream in = Storage.open(Storage.of(conf, path), path)) {
      return new ListedPart(new TarIndex(path, in, tally).list(start, end), tally);
    }
  }
}
