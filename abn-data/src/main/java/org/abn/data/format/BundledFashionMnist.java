package org.abn.data.format;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.abn.data.Publisher;
import org.abn.data.Storage;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The first 2,000 training and 500 test images of Fashion-MNIST in its own format, carried in the
 * jar (MIT licence, beside them) so that a demonstration needs no download.
 */
public final class BundledFashionMnist {
  private static final List<String> FILES =
      List.of(
          "train-images-idx3-ubyte.gz",
          "train-labels-idx1-ubyte.gz",
          "t10k-images-idx3-ubyte.gz",
          "t10k-labels-idx1-ubyte.gz");
  private static final String RESOURCES = "/org/abn/data/fashion-mnist/";

  private BundledFashionMnist() {}

  /**
   * Copies the four files, for {@link DatasetFormat#FASHION_MNIST} to read.
   *
   * @param conf Hadoop's configuration
   * @param directory where to, any URI; made where it does not exist, files of the names replaced
   * @throws IOException if the file system fails
   */
  public static void copyTo(Configuration conf, Path directory) throws IOException {
    Storage.makeDirectory(Storage.of(conf, directory), directory);
    Publisher publisher = Publisher.of(conf, directory);
    for (String file : FILES) {
      try (InputStream in = BundledFashionMnist.class.getResourceAsStream(RESOURCES + file)) {
        if (in == null) {
          throw new FileNotFoundException(RESOURCES + file + " is missing from the class path");
        }
        publisher.file(new Path(directory, file), in::transferTo);
      }
    }
  }
}
