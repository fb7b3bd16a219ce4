package org.abn.data.format;

import static org.abn.data.SmallDatasets.CONF;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.abn.data.SmallDatasets;
import org.abn.data.record.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundledFashionMnistTest {
  @Test
  void isReadByTheFormatsOwnReader(@TempDir Path directory) throws Exception {
    Path target = directory.resolve("new/source");
    BundledFashionMnist.copyTo(CONF, SmallDatasets.path(target));
    DatasetSource source = SmallDatasets.open(DatasetFormat.FASHION_MNIST, target);
    assertThat(source.records(Split.TRAIN)).isEqualTo(2000);
    assertThat(source.records(Split.TEST)).isEqualTo(500);
    assertThat(source.warnings()).hasSize(2);
    assertThat(target).isDirectoryNotContaining("glob:**.crc");
    try (RecordReader reader = source.files(Split.TRAIN).get(0).open(CONF)) {
      assertThat(reader.read(0).labels()).containsExactly(9); // an ankle boot
      assertThat(reader.read(1999).image().bytes()).hasSize(784);
    }
  }

  @Test
  void carriesItsLicence() {
    assertThat(
            BundledFashionMnist.class.getResource(
                "/org/abn/data/fashion-mnist/LICENSE-fashion-mnist.txt"))
        .isNotNull();
  }
}
