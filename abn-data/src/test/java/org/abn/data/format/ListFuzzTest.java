package org.abn.data.format;

import static org.abn.data.SmallDatasets.open;
import static org.abn.data.SmallImages.writeAll;
import static org.abn.data.SmallImages.writeText;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.abn.data.InvalidDataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListFuzzTest {
  @TempDir Path directory;

  @Test
  void readsOrRefusesEveryDamagedListOfCelebA() throws Exception {
    CelebATest.writeLists(directory);
    writeAll(directory, CelebATest.IMAGES);
    Damage damage = new Damage(DatasetFormat.CELEBA, directory);
    assertThat(damage.refused("list_attr_celeba.txt", 1000)).isBetween(500, 990);
    assertThat(damage.refused("list_eval_partition.txt", 1000)).isBetween(500, 990);
  }

  @Test
  void readsOrRefusesEveryDamagedListOfCompCars() throws Exception {
    CompCarsTest.writeDataset(directory);
    Damage damage = new Damage(DatasetFormat.COMPCARS, directory);
    assertThat(damage.refused(CompCarsTest.LISTS + "train.txt", 1000)).isBetween(500, 990);
    assertThat(damage.refused(CompCarsTest.LISTS + "test.txt", 1000)).isBetween(500, 990);
  }

  @Test
  void readsOrRefusesEveryDamagedTableOfCompCars() throws Exception {
    CompCarsTest.writeDataset(directory);
    Damage damage = new Damage(DatasetFormat.COMPCARS, directory);
    assertThat(damage.refused("misc/make_model_name.mat", 1500)).isBetween(300, 1490);
  }

  @Test
  void readsOrRefusesEveryDamagedLabelOfImageNet() throws Exception {
    writeImageNet();
    Damage damage = new Damage(DatasetFormat.IMAGENET, directory);
    assertThat(damage.refused(ImageNetTest.TRUTH, 1000)).isBetween(500, 990);
    assertThat(damage.refused("meta.mat", 1500)).isBetween(300, 1490);
  }

  @Test
  void quotesNoMoreThanTheBeginningOfALine() throws Exception {
    String line = "x".repeat(100_000);
    CelebATest.writeLists(directory);
    writeText(directory, "list_attr_celeba.txt", line);
    rejectsBriefly(DatasetFormat.CELEBA);
    CelebATest.writeLists(directory);
    writeText(directory, "list_eval_partition.txt", line);
    rejectsBriefly(DatasetFormat.CELEBA);
    CompCarsTest.writeDataset(directory);
    writeText(directory, CompCarsTest.LISTS + "train.txt", line);
    rejectsBriefly(DatasetFormat.COMPCARS);
    writeImageNet();
    writeText(directory, ImageNetTest.TRUTH, line);
    rejectsBriefly(DatasetFormat.IMAGENET);
  }

  private void rejectsBriefly(DatasetFormat format) {
    assertThatThrownBy(() -> open(format, directory))
        .isInstanceOf(InvalidDataException.class)
        .message()
        .contains("line 1: '" + "x".repeat(40) + "...'")
        .hasSizeLessThan(300);
  }

  private void writeImageNet() throws Exception {
    writeAll(directory, "train/n01530575/7.JPEG", "train/n01440764/9.JPEG");
    writeAll(directory, "val/1.JPEG", "val/2.JPEG", "val/3.JPEG");
    writeText(directory, ImageNetTest.TRUTH, "2\n1\n2\n");
    ImageNetTest.writeMeta(directory.resolve("meta.mat"));
  }
}
