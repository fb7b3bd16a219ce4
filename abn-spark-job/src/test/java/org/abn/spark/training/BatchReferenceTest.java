package org.abn.spark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BatchReferenceTest {

  @Test
  void readsWhatItWrites() {
    BatchReference reference = new BatchReference(3, 1, 17);
    assertThat(reference).hasToString("epoch=3/worker=1/batch=17");
    assertThat(BatchReference.parse(reference.toString())).isEqualTo(reference);
  }

  @Test
  void refusesAnythingElse() {
    assertThatThrownBy(() -> BatchReference.parse("/data/batch_7.bin"))
        .hasMessageContaining("not \"/data/batch_7.bin\"");
  }
}
