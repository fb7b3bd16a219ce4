package org.abn.spark.experiment;

import java.util.List;
import org.abn.data.InvalidDataException;
import org.abn.data.augment.Framing;
import org.abn.data.augment.ImageSize;
import org.abn.data.augment.Resize;

/**
 * Reads the section {@code data.image}: {@code size} is the network's input, {@code resize} what
 * images are resized to before they are cropped to it, a length of the short side or a size.
 */
final class FramingReader {
  private static final String SIZE = "size";
  private static final String RESIZE = "resize";

  private FramingReader() {}

  static Framing read(Section section) {
    section.allowOnly(SIZE, RESIZE);
    return section.build(
        () -> {
          ImageSize size = size(SIZE, section.integers(SIZE));
          return section.has(RESIZE) ? framing(size, resize(section)) : Framing.stretching(size);
        });
  }

  private static Resize resize(Section section) {
    if (section.isList(RESIZE)) {
      return new Resize.Exact(size(RESIZE, section.integers(RESIZE)));
    }
    int pixels = section.integer(RESIZE);
    requireSide(RESIZE, pixels, pixels);
    return new Resize.ShortSide(pixels);
  }

  private static ImageSize size(String key, List<Integer> sides) {
    InvalidSettingException.unless(sides.size() == 2, key, "[height, width] in pixels", sides);
    sides.forEach(side -> requireSide(key, side, sides));
    return new ImageSize(sides.get(0), sides.get(1));
  }

  private static void requireSide(String key, int pixels, Object shown) {
    boolean inRange = pixels >= 1 && pixels <= ImageSize.MOST_PIXELS_A_SIDE;
    InvalidSettingException.unless(
        inRange, key, "1 to " + ImageSize.MOST_PIXELS_A_SIDE + " pixels", shown);
  }

  private static Framing framing(ImageSize size, Resize resize) {
    try {
      return new Framing(size, resize);
    } catch (InvalidDataException e) {
      throw new InvalidSettingException(RESIZE, "does not do: " + e.getMessage(), e);
    }
  }
}
