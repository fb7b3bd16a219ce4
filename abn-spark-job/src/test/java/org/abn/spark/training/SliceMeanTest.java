package org.abn.spark.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.abn.spark.training.SliceMean.Piece;
import org.apache.commons.lang3.SerializationUtils;
import org.junit.jupiter.api.Test;

class SliceMeanTest {

  @Test
  void weighsByExamples() {
    assertThat(SliceMean.of(List.of(piece(0, 3, 1, 10), piece(1, 1, 5, 50))))
        .containsExactly(2f, 20f);
  }

  @Test
  void doesNotDependOnWhoAnswersFirst() {
    Piece[] pieces = {piece(0, 7, 1e8f), piece(1, 7, 1f), piece(2, 7, -1e8f)};
    assertThat(SliceMean.of(List.of(pieces[2], pieces[0], pieces[1])))
        .isEqualTo(SliceMean.of(List.of(pieces)));
  }

  @Test
  void ofOneWorkerIsItsStateToTheBit() {
    float[] awkward = {1f / 3, Float.MIN_VALUE, -0x1.fffffep-1f, 16777215f};
    assertThat(SliceMean.of(List.of(new Piece(0, 387, awkward)))).isEqualTo(awkward);
  }

  @Test
  void isSentToTheBit() {
    float[] awkward = {1f / 3, Float.MIN_VALUE, -0f, Float.intBitsToFloat(0x7fc00123)};
    Piece sent = SerializationUtils.roundtrip(new Piece(3, 387, awkward));
    assertThat(sent.worker()).isEqualTo(3);
    assertThat(sent.examples()).isEqualTo(387);
    RoundPart part = SerializationUtils.roundtrip(new RoundPart(awkward, List.of()));
    for (float[] values : List.of(sent.values(), part.values())) {
      assertThat(values).hasSameSizeAs(awkward);
      for (int i = 0; i < values.length; i++) {
        assertThat(Float.floatToRawIntBits(values[i]))
            .isEqualTo(Float.floatToRawIntBits(awkward[i]));
      }
    }
  }

  private static Piece piece(int worker, long examples, float... values) {
    return new Piece(worker, examples, values);
  }
}
