package org.abn.data.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.abn.data.InvalidDataException;
import org.abn.data.record.EncodedImage;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.ImageShape;
import org.abn.data.record.LabelNames;
import org.abn.data.record.Split;
import org.junit.jupiter.api.Test;

class TargetsTest {
  private static final Targets ATTRIBUTES =
      new Targets(LabelNames.ofAttributes(List.of("a", "b", "c")));
  private static final Targets CLASSES = new Targets(LabelNames.ofClasses(List.of("a", "b", "c")));

  @Test
  void writesAClassOneHot() {
    float[] rows = new float[6];
    CLASSES.write(record(1), rows, 3);
    assertThat(rows).containsExactly(0, 0, 0, 0, 1, 0);
    assertThat(CLASSES.label(record(2))).isEqualTo(2);
  }

  @Test
  void writesAttributesAsTheyAre() {
    float[] rows = new float[6];
    ATTRIBUTES.write(record(1, 0, 1), rows, 3);
    assertThat(rows).containsExactly(0, 0, 0, 1, 0, 1);
  }

  @Test
  void refusesALabelThatIsNone() {
    assertRefused(CLASSES, record(3), "record a/b has the label 3, expected one of 0 to 2");
    assertRefused(CLASSES, record(1, 1), "record a/b has 2 labels, expected 1");
    assertRefused(ATTRIBUTES, record(1, 1), "record a/b has 2 labels, expected 3");
    assertRefused(ATTRIBUTES, record(0, -1, 1), "record a/b has the label -1, expected one of 0");
  }

  private static void assertRefused(Targets targets, ImageRecord record, String message) {
    assertThatThrownBy(() -> targets.write(record, new float[3], 0))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith(message);
  }

  private static ImageRecord record(int... labels) {
    EncodedImage image = EncodedImage.raw(new ImageShape(1, 1, 1), new byte[1]);
    return new ImageRecord("a/b", Split.TEST, labels, image);
  }
}
