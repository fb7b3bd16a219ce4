package org.abn.data.batch;

import org.abn.data.InvalidDataException;
import org.abn.data.augment.Crop;
import org.abn.data.augment.Normalisation;
import org.abn.data.record.EncodedImage;
import org.abn.data.record.ImageEncoding;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.ImageShape;

/** Crops and normalises raw images of one shape, from planes of bytes to channel-last floats. */
final class RawImages {
  private final ImageShape shape;
  private final float[][] tables;

  RawImages(ImageShape shape, Normalisation normalisation) {
    normalisation.requireChannelsOf(shape);
    this.shape = shape;
    tables = new float[shape.channels()][];
    for (int channel = 0; channel < tables.length; channel++) {
      tables[channel] = normalisation.table(channel);
    }
  }

  int values() {
    return Math.toIntExact(shape.values());
  }

  /** Writes a record's image [H, W, C] at an offset; what lies beside the image is black. */
  void write(ImageRecord record, Crop crop, float[] target, int offset) {
    byte[] planes = planes(record);
    for (int channel = 0; channel < tables.length; channel++) {
      for (int y = 0; y < shape.height(); y++) {
        int row = offset + y * shape.width() * tables.length + channel;
        writeRow(planes, channel, y - crop.top(), crop, target, row);
      }
    }
  }

  private void writeRow(
      byte[] planes, int channel, int sourceY, Crop crop, float[] target, int offset) {
    float[] table = tables[channel];
    int width = shape.width();
    boolean inside = sourceY >= 0 && sourceY < shape.height();
    int source = (channel * shape.height() + sourceY) * width;
    for (int x = 0; x < width; x++) {
      int sourceX = (crop.mirrored() ? width - 1 - x : x) - crop.left();
      boolean seen = inside && sourceX >= 0 && sourceX < width;
      target[offset + x * tables.length] = table[seen ? planes[source + sourceX] & 0xFF : 0];
    }
  }

  private byte[] planes(ImageRecord record) {
    EncodedImage image = record.image();
    if (image.encoding() != ImageEncoding.RAW || !image.shape().equals(shape)) {
      throw InvalidDataException.of(
          "record %s is %s, expected raw pixels of %s as the manifest says",
          record.id(), image, shape);
    }
    return image.bytes();
  }
}
