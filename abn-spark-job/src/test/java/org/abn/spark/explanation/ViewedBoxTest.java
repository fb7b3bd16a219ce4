package org.abn.spark.explanation;

import static org.assertj.core.api.Assertions.assertThat;

import org.abn.data.augment.Framing;
import org.abn.data.augment.ImageSize;
import org.abn.data.augment.Resize;
import org.abn.data.record.EncodedImage;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.ImageShape;
import org.abn.data.record.Region;
import org.abn.data.record.Split;
import org.abn.model.quality.Box;
import org.junit.jupiter.api.Test;

class ViewedBoxTest {

  /** 100 wide and 50 high. */
  private static final ImageShape SHAPE = new ImageShape(1, 50, 100);

  @Test
  void isStretchedWithTheImage() {
    Framing framing = Framing.stretching(new ImageSize(200, 200));
    assertThat(ViewedBox.of(record(new Region(10, 20, 30, 5)), framing))
        .isEqualTo(new Box(20, 80, 60, 20));
  }

  @Test
  void isMovedByTheCropAndMayReachBeyondIt() {
    Framing framing = new Framing(new ImageSize(40, 40), new Resize.ShortSide(50));
    assertThat(ViewedBox.of(record(new Region(20, 0, 60, 50)), framing))
        .isEqualTo(new Box(-10, -5, 60, 50));
  }

  private static ImageRecord record(Region box) {
    byte[] planes = new byte[(int) SHAPE.values()];
    return new ImageRecord("a", Split.TEST, new int[] {0}, EncodedImage.raw(SHAPE, planes))
        .seenIn(box);
  }
}
