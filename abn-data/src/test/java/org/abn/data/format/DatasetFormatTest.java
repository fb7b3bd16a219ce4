package org.abn.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import org.abn.data.InvalidDataException;
import org.abn.data.SmallDatasets;
import org.abn.data.SmallImages;
import org.abn.data.record.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DatasetFormatTest {
  @ParameterizedTest
  @EnumSource
  void findsEveryFormatByItsName(DatasetFormat format) {
    assertThat(DatasetFormat.named(format.publishedName())).isSameAs(format);
    assertThat(format.files()).isNotBlank();
    assertThat(format.publishedImages(Split.TRAIN)).isNotNegative();
    assertThat(format.publishedImages(Split.TEST)).isNotNegative();
  }

  @Test
  void rejectsAnUnknownNameListingTheKnown() {
    assertThatThrownBy(() -> DatasetFormat.named("mnist"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith("dataset 'mnist' is unknown, expected one of: cifar10, cifar100, ");
  }

  @Test
  void sendsSourcesToOtherMachines(@TempDir Path directory) throws Exception {
    for (DatasetSource source :
        new DatasetSource[] {
          SmallDatasets.cifar10(directory.resolve("cifar"), 2, 1, 1),
          SmallDatasets.fashionMnist(directory.resolve("fashion"), 2, 1),
          folder(directory.resolve("folder"))
        }) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (var out = new ObjectOutputStream(bytes)) {
        out.writeObject(source);
      }
      try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
        assertThat(in.readObject()).isEqualTo(source);
      }
    }
  }

  private static DatasetSource folder(Path directory) {
    SmallImages.writeAll(directory, "train/cat/1.jpg", "train/cat/moving.gif");
    DatasetSource source = SmallDatasets.open(DatasetFormat.FOLDER, directory);
    assertThat(source.rejected()).isNotEmpty();
    return source;
  }
}
