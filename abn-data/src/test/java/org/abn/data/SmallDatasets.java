package org.abn.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.abn.data.format.DatasetFormat;
import org.abn.data.format.DatasetSource;
import org.apache.hadoop.conf.Configuration;

/** Datasets of a few images in their published formats; every byte follows from its place. */
public final class SmallDatasets {
  public static final Configuration CONF = new Configuration();
  public static final int CIFAR_RECORD = 3073;

  private SmallDatasets() {}

  public static org.apache.hadoop.fs.Path path(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }

  /** Value i of image n of a file, over all its planes. */
  public static int pixel(int n, int i) {
    return (n * 31 + i * 7 + i / 256) & 0xFF;
  }

  public static int label(int n) {
    return n * 3 % 10;
  }

  public static byte[] cifarFile(int records) {
    byte[] bytes = new byte[records * CIFAR_RECORD];
    for (int n = 0; n < records; n++) {
      bytes[n * CIFAR_RECORD] = (byte) label(n);
      for (int i = 0; i < CIFAR_RECORD - 1; i++) {
        bytes[n * CIFAR_RECORD + 1 + i] = (byte) pixel(n, i);
      }
    }
    return bytes;
  }

  public static DatasetSource cifar10(Path directory, int batch1, int batch2, int test) {
    write(directory, "data_batch_1.bin", cifarFile(batch1));
    write(directory, "data_batch_2.bin", cifarFile(batch2));
    write(directory, "test_batch.bin", cifarFile(test));
    return open(DatasetFormat.CIFAR10, directory);
  }

  public static byte[] idxImages(int images) {
    ByteBuffer bytes = ByteBuffer.allocate(16 + images * 784);
    bytes.putInt(0x803).putInt(images).putInt(28).putInt(28);
    for (int n = 0; n < images; n++) {
      for (int i = 0; i < 784; i++) {
        bytes.put((byte) pixel(n, i));
      }
    }
    return bytes.array();
  }

  public static byte[] idxLabels(int labels) {
    ByteBuffer bytes = ByteBuffer.allocate(8 + labels).putInt(0x801).putInt(labels);
    for (int n = 0; n < labels; n++) {
      bytes.put((byte) label(n));
    }
    return bytes.array();
  }

  public static DatasetSource fashionMnist(Path directory, int train, int test) {
    write(directory, "train-images-idx3-ubyte", idxImages(train));
    write(directory, "train-labels-idx1-ubyte", idxLabels(train));
    write(directory, "t10k-images-idx3-ubyte.gz", gzip(idxImages(test)));
    write(directory, "t10k-labels-idx1-ubyte.gz", gzip(idxLabels(test)));
    return open(DatasetFormat.FASHION_MNIST, directory);
  }

  public static DatasetSource open(DatasetFormat format, Path directory) {
    try {
      return format.open(CONF, path(directory));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(compressed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed.toByteArray();
  }

  public static void write(Path directory, String name, byte[] bytes) {
    try {
      Files.createDirectories(directory);
      Files.write(directory.resolve(name), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
