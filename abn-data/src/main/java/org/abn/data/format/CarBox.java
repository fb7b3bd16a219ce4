package org.abn.data.format;

import java.io.IOException;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.abn.data.InvalidDataException;
import org.abn.data.Storage;
import org.abn.data.record.ImageShape;
import org.abn.data.record.Region;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The box around a car, as CompCars' label files have it in their third line {@code x1 y1 x2 y2}.
 * Before it are a line with the viewpoint and one with the number of boxes, which is always 1.
 *
 * @param left its first column; the image's is 1
 * @param top its first row; the image's is 1
 * @param right its last column
 * @param bottom its last row
 */
record CarBox(int left, int top, int right, int bottom) {
  private static final Pattern VIEWPOINT = Pattern.compile("-1|[1-5]"); // -1 is uncertain
  private static final Pattern BOX = Pattern.compile("-?\\d{1,6}( +-?\\d{1,6}){3}");
  private static final int MOST_BYTES = 1024;

  CarBox {
    if (left > right || top > bottom) {
      throw InvalidDataException.of(
          "the box %d %d %d %d, expected x1 <= x2 and y1 <= y2", left, top, right, bottom);
    }
  }

  /**
   * Reads the box of an image.
   *
   * @return the part of it that is within the image
   * @throws InvalidDataException if the file is missing or of another kind, or none of the box is
   *     within the image; the message names file and line
   */
  static Region read(FileSystem storage, Path file, ImageShape image) throws IOException {
    try (TextLines lines = TextLines.open(storage, Storage.status(storage, file), MOST_BYTES)) {
      require(lines, VIEWPOINT, "a viewpoint, -1 or 1 to 5");
      require(lines, Pattern.compile("1"), "the number of boxes, 1");
      String expected = "a box, x1 y1 x2 y2";
      String box = require(lines, BOX, expected);
      Region seen = lines.parse(box, line -> parse(line).within(image));
      lines.requireEnd();
      return seen;
    }
  }

  private static String require(TextLines lines, Pattern pattern, String expected)
      throws IOException {
    String found = lines.next(expected);
    return lines.parse(
        found,
        line -> {
          if (!pattern.matcher(line).matches()) {
            throw InvalidDataException.of(
                "'%s', expected %s", TextLines.abbreviated(line), expected);
          }
          return line;
        });
  }

  private static CarBox parse(String line) {
    int[] sides = Arrays.stream(line.split(" +")).mapToInt(Integer::parseInt).toArray();
    return new CarBox(sides[0], sides[1], sides[2], sides[3]);
  }

  private Region within(ImageShape image) {
    int firstColumn = Math.max(left, 1);
    int firstRow = Math.max(top, 1);
    int columns = Math.min(right, image.width()) - firstColumn + 1;
    int rows = Math.min(bottom, image.height()) - firstRow + 1;
    if (columns < 1 || rows < 1) {
      throw InvalidDataException.of(
          "the box %d %d %d %d, expected one in the image of %dx%d pixels",
          left, top, right, bottom, image.width(), image.height());
    }
    return new Region(firstColumn - 1, firstRow - 1, columns, rows);
  }
}
