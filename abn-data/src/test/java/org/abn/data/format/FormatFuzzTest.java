package org.abn.data.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.abn.data.SmallDatasets;
import org.abn.data.SmallImages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormatFuzzTest {
  @TempDir Path directory;

  @Test
  void readsOrRefusesEveryDamagedCifarFile() throws Exception {
    SmallDatasets.cifar10(directory, 3, 1, 1);
    Damage damage = new Damage(DatasetFormat.CIFAR10, directory);
    assertThat(damage.refused("data_batch_1.bin", 1500)).isBetween(700, 1400);
  }

  @Test
  void readsOrRefusesEveryDamagedFileOfClassNames() throws Exception {
    SmallDatasets.cifar10(directory, 1, 1, 1);
    SmallImages.writeText(directory, "batches.meta.txt", "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n");
    Damage damage = new Damage(DatasetFormat.CIFAR10, directory);
    assertThat(damage.refused("batches.meta.txt", 1000)).isBetween(400, 990);
  }

  @Test
  void readsOrRefusesEveryDamagedIdxFile() throws Exception {
    SmallDatasets.fashionMnist(directory, 3, 2);
    Damage damage = new Damage(DatasetFormat.FASHION_MNIST, directory);
    assertThat(damage.refused("train-images-idx3-ubyte", 1500)).isBetween(700, 1400);
    assertThat(damage.refused("train-labels-idx1-ubyte", 1000)).isBetween(500, 999);
  }

  @Test
  void readsOrRefusesEveryDamagedGzipFile() throws Exception {
    SmallDatasets.fashionMnist(directory, 3, 2);
    Damage damage = new Damage(DatasetFormat.FASHION_MNIST, directory);
    assertThat(damage.refused("t10k-images-idx3-ubyte.gz", 1500)).isBetween(1000, 1490);
  }
}
