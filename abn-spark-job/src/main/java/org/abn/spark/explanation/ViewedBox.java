package org.abn.spark.explanation;

import org.abn.data.augment.Framing;
import org.abn.data.augment.View;
import org.abn.data.image.ImageDecoder;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.Region;
import org.abn.model.quality.Box;

/** Where a record's box is in its whole image as a network sees that. */
final class ViewedBox {

  private ViewedBox() {}

  /** The box of a record that has one. */
  static Box of(ImageRecord record, Framing framing) {
    Region whole = Region.whole(new ImageDecoder(record.image()).shape());
    View view = framing.centre(whole);
    Region box = record.box().orElseThrow();
    double right = (double) view.resized().width() / whole.width();
    double down = (double) view.resized().height() / whole.height();
    return new Box(
        box.left() * right + view.crop().left(),
        box.top() * down + view.crop().top(),
        box.width() * right,
        box.height() * down);
  }
}
