package org.abn.data.batch;

import org.abn.data.augment.ImageSize;
import org.abn.data.augment.Preprocessing;
import org.abn.data.augment.View;
import org.abn.data.image.ImageDecoder;
import org.abn.data.image.Pixels;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.Region;
import org.bytedeco.javacpp.FloatPointer;

/** Images as a network is given them. For any number of threads. */
final class InputImages {
  private final Preprocessing preprocessing;
  private final PixelRows rows;

  InputImages(Preprocessing preprocessing) {
    this.preprocessing = preprocessing;
    rows = new PixelRows(size(), preprocessing.normalisation());
  }

  ImageSize size() {
    return preprocessing.framing().size();
  }

  int channels() {
    return preprocessing.normalisation().channels();
  }

  /** Writes a record's image as an epoch shows it, [H, W, C], to native memory. */
  void write(ImageRecord record, long seed, int epoch, FloatPointer target) {
    ImageDecoder decoder = new ImageDecoder(record.image());
    Region seen = record.seen(decoder.shape());
    View view =
        preprocessing.augmentation().draw(preprocessing.framing(), seen, seed, epoch, record.id());
    Pixels pixels = decoder.decode(view.region(), view.resized());
    float[] row = new float[rows.values()];
    for (int y = 0; y < size().height(); y++) {
      rows.write(pixels, view.crop(), y, row);
      target.position((long) y * row.length).put(row);
    }
  }
}
