package org.abn.spark.action;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import org.abn.data.InvalidDataException;
import org.abn.data.Storage;
import org.abn.data.augment.ImageSize;
import org.abn.data.image.ImageDecoder;
import org.abn.data.image.ImageHeader;
import org.abn.data.image.Pixels;
import org.abn.data.record.EncodedImage;
import org.abn.data.record.ImageShape;
import org.abn.data.record.Region;
import org.abn.model.parts.MapValues;
import org.abn.spark.explanation.NpyFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * An attention map that a user has drawn or edited: values as NumPy has them, or a picture of which
 * black is 0 and white is 1.
 *
 * @param path of the file
 * @param bytes of the file
 */
record GivenMap(Path path, byte[] bytes) {

  private static final int MOST_BYTES = 64 << 20;
  private static final float WHITE = 255;

  static GivenMap read(Configuration hadoop, String uri) throws IOException {
    Path path = Storage.path(uri);
    return new GivenMap(path, Storage.read(Storage.of(hadoop, path), path, MOST_BYTES));
  }

  /**
   * Its values.
   *
   * @param due shape of the network's maps, {@code [T, H, W]}
   * @param image size of the image as the network sees it, which a picture may have too
   * @param values what the network's maps can hold
   * @return {@code [maps][H][W]} with one map or T
   * @throws InvalidDataException where the file is neither, or of another shape
   */
  float[][][] values(int[] due, ImageSize image, MapValues values) {
    return path.getName().endsWith(".npy")
        ? ofArray(due)
        : new float[][][] {ofPicture(due, image, values)};
  }

  private float[][][] ofArray(int[] due) {
    NpyFile file = NpyFile.of(path.toString(), bytes);
    int[] shape = file.shape();
    boolean isOne = Arrays.equals(shape, new int[] {due[1], due[2]});
    if (!isOne && !Arrays.equals(shape, due)) {
      throw InvalidDataException.of(
          "%s: is a map of %s, expected the network's [%d, %d]%s",
          path,
          Arrays.toString(shape),
          due[1],
          due[2],
          due[0] == 1
              ? ""
              : String.format(
                  Locale.ROOT, " of one attribute, or %s of all", Arrays.toString(due)));
    }
    float[][][] maps = new float[isOne ? 1 : due[0]][due[1]][due[2]];
    for (int i = 0; i < file.values().length; i++) {
      maps[i / (due[1] * due[2])][i / due[2] % due[1]][i % due[2]] = file.values()[i];
    }
    return maps;
  }

  private float[][] ofPicture(int[] due, ImageSize image, MapValues values) {
    if (values != MapValues.UNIT) {
      throw new InvalidDataException(
          path + ": is a picture, and the network's maps are not bounded by 0 and 1; give a .npy");
    }
    ImageHeader header = header();
    ImageShape shape = header.shape();
    boolean isMap = shape.height() == due[1] && shape.width() == due[2];
    boolean isImage = shape.height() == image.height() && shape.width() == image.width();
    if (!isMap && !isImage) {
      throw InvalidDataException.of(
          "%s: is of %dx%d pixels (height x width), expected the map's %dx%d or the image's %s",
          path, shape.height(), shape.width(), due[1], due[2], image);
    }
    Pixels pixels =
        new ImageDecoder(new EncodedImage(header.encoding(), shape, bytes))
            .decode(Region.whole(shape), new ImageSize(due[1], due[2]));
    return grey(pixels, due);
  }

  private ImageHeader header() {
    try {
      return ImageHeader.of(bytes);
    } catch (InvalidDataException e) {
      throw new InvalidDataException(
          "%s: %s, expected a map as .npy or as a picture".formatted(path, e.getMessage()), e);
    }
  }

  private static float[][] grey(Pixels pixels, int[] due) {
    float[][] values = new float[due[1]][due[2]];
    int channels = pixels.channels();
    for (int y = 0; y < due[1]; y++) {
      for (int x = 0; x < due[2]; x++) {
        int sum = 0;
        for (int c = 0; c < channels; c++) {
          sum += pixels.values()[(y * due[2] + x) * channels + c] & 0xff;
        }
        values[y][x] = sum / (WHITE * channels);
      }
    }
    return values;
  }
}
