package org.abn.data.batch;

import org.abn.data.InvalidDataException;
import org.abn.data.augment.Crop;
import org.abn.data.augment.ImageSize;
import org.abn.data.augment.Normalisation;
import org.abn.data.image.Pixels;

/** Crops and normalises pixels row by row; what lies beside them is black. */
final class PixelRows {
  private final ImageSize size;
  private final int channels;
  private final float[][] tables; // of 256 values for each channel
  private final float[] black; // a row

  PixelRows(ImageSize size, Normalisation normalisation) {
    this.size = size;
    channels = normalisation.channels();
    tables = new float[channels][];
    for (int channel = 0; channel < channels; channel++) {
      tables[channel] = normalisation.table(channel);
    }
    black = new float[size.width() * channels];
    for (int i = 0; i < black.length; i++) {
      black[i] = tables[i % channels][0];
    }
  }

  /** Values of a row: W x C. */
  int values() {
    return black.length;
  }

  /** Writes row y of a crop, [W, C]. */
  void write(Pixels pixels, Crop crop, int y, float[] row) {
    requireChannels(pixels);
    System.arraycopy(black, 0, row, 0, black.length);
    int sourceY = y - crop.top();
    if (sourceY >= 0 && sourceY < pixels.size().height()) {
      writeSeen(pixels, crop, sourceY, row);
    }
  }

  /** Writes the columns that the image has, a channel after another: long loops are fast. */
  private void writeSeen(Pixels pixels, Crop crop, int sourceY, float[] row) {
    int width = pixels.size().width();
    int from = Math.max(0, crop.left());
    int count = Math.min(size.width(), crop.left() + width) - from;
    int source = (sourceY * width + from - crop.left()) * channels;
    int target = (crop.mirrored() ? size.width() - 1 - from : from) * channels;
    int step = crop.mirrored() ? -channels : channels;
    for (int channel = 0; channel < channels; channel++) {
      float[] table = tables[channel];
      byte[] values = pixels.values();
      for (int x = 0; x < count; x++) {
        row[target + channel + x * step] = table[values[source + channel + x * channels] & 0xFF];
      }
    }
  }

  private void requireChannels(Pixels pixels) {
    if (pixels.channels() != channels) {
      throw InvalidDataException.of(
          "image has %d channels, expected %d", pixels.channels(), channels);
    }
  }
}
