package org.abn.data.format;

import static org.abn.data.SmallDatasets.CONF;
import static org.abn.data.SmallDatasets.path;
import static org.abn.data.SmallDatasets.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.abn.data.InvalidDataException;
import org.abn.data.Mutations;
import org.abn.data.SmallDatasets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormatFuzzTest {
  @TempDir Path directory;

  @Test
  void readsOrRefusesEveryDamagedCifarFile() throws Exception {
    SmallDatasets.cifar10(directory, 3, 1, 1);
    damage(DatasetFormat.CIFAR10, "data_batch_1.bin", SmallDatasets.cifarFile(3), 1500);
  }

  @Test
  void readsOrRefusesEveryDamagedIdxFile() throws Exception {
    SmallDatasets.fashionMnist(directory, 3, 2);
    byte[] images = SmallDatasets.idxImages(3);
    damage(DatasetFormat.FASHION_MNIST, "train-images-idx3-ubyte", images, 1500);
    write(directory, "train-images-idx3-ubyte", images);
    byte[] labels = SmallDatasets.idxLabels(3);
    damage(DatasetFormat.FASHION_MNIST, "train-labels-idx1-ubyte", labels, 1000);
  }

  @Test
  void readsOrRefusesEveryDamagedGzipFile() throws Exception {
    SmallDatasets.fashionMnist(directory, 3, 2);
    byte[] images = SmallDatasets.gzip(SmallDatasets.idxImages(2));
    damage(DatasetFormat.FASHION_MNIST, "t10k-images-idx3-ubyte.gz", images, 1500);
  }

  private void damage(DatasetFormat format, String file, byte[] whole, int times)
      throws IOException {
    Random random = new Random(20190618);
    int refused = 0;
    for (int i = 0; i < times; i++) {
      write(directory, file, Mutations.of(whole, random));
      refused += readsAll(format) ? 0 : 1;
    }
    assertThat(refused).isBetween(times / 20, times);
  }

  private boolean readsAll(DatasetFormat format) throws IOException {
    try {
      for (SourceFile file : format.open(CONF, path(directory)).files()) {
        try (RecordReader reader = file.open(CONF)) {
          for (int i = 0; i < file.records(); i++) {
            assertThat(reader.read(i).image().bytes()).hasSize((int) file.imageBytes(i));
          }
        }
      }
      return true;
    } catch (InvalidDataException e) {
      assertThat(e.getMessage()).doesNotContain("\n");
      return false;
    }
  }
}
