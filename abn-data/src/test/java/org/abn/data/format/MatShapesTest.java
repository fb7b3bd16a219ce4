package org.abn.data.format;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.abn.data.InvalidDataException;
import org.junit.jupiter.api.Test;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Array;
import us.hebi.matlab.mat.types.Cell;
import us.hebi.matlab.mat.types.Sinks;

class MatShapesTest {
  // Places in a plain file of one array.
  private static final int LENGTH = 132;
  private static final int CLASS = 144;
  private static final int ROWS = 160;

  @Test
  void passesWhatMflWrites() throws Exception {
    for (int compression : new int[] {Deflater.NO_COMPRESSION, Deflater.BEST_SPEED}) {
      byte[] file = file(cells(), compression);
      assertThatCode(() -> MatShapes.check(file)).doesNotThrowAnyException();
    }
  }

  @Test
  void rejectsMoreCellsThanThereAreBytes() throws Exception {
    rejects(changed(cells(), ROWS, 1 << 27), "fewer arrays than a shape says");
    rejects(changed(cells(), ROWS, -1), "a shape below 0");
  }

  @Test
  void rejectsMoreStructuresThanThereAreBytes() throws Exception {
    Array structures = Mat5.newStruct(2, 1).set("WNID", 0, Mat5.newString("n01440764"));
    rejects(changed(structures, ROWS, 1 << 27), "fewer arrays than a shape says");
  }

  @Test
  void rejectsMoreNumbersThanThereAreBytes() throws Exception {
    rejects(changed(Mat5.newMatrix(2, 2), ROWS, 1 << 27), "fewer values than a shape says");
  }

  @Test
  void rejectsALengthThatIsNotThere() throws Exception {
    rejects(changed(cells(), LENGTH, 1 << 30), "an array is cut short");
    byte[] whole = file(cells(), Deflater.NO_COMPRESSION);
    rejects(Arrays.copyOf(whole, whole.length - 8), "an array is cut short");
    rejects(Arrays.copyOf(whole, 100), "100 bytes, expected at least 128");
  }

  @Test
  void rejectsObjects() throws Exception {
    rejects(changed(cells(), CLASS, 3), "objects, expected cells, texts and numbers");
  }

  @Test
  void rejectsArraysInArraysWithoutEnd() throws Exception {
    Cell inner = cells();
    for (int i = 0; i < 20; i++) {
      inner = Mat5.newCell(1, 1).set(0, inner);
    }
    rejects(file(inner, Deflater.NO_COMPRESSION), "arrays in arrays in arrays without end");
  }

  @Test
  void rejectsALittleThatBecomesMuch() throws Exception {
    Array zeros = Mat5.newMatrix(3000, 3000);
    rejects(file(zeros, Deflater.BEST_COMPRESSION), "an array of more than 67,108,864 bytes");
  }

  private static Cell cells() {
    return Mat5.newCell(3, 1).set(0, Mat5.newString("Audi")).set(2, Mat5.newScalar(7));
  }

  private static byte[] changed(Array array, int at, int value) throws IOException {
    byte[] file = file(array, Deflater.NO_COMPRESSION);
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
    return file;
  }

  private static byte[] file(Array array, int compression) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
    try (var file = Mat5.newMatFile().addArray("x", array);
        var sink = Sinks.wrap(buffer.order(ByteOrder.LITTLE_ENDIAN))) {
      Mat5.newWriter(sink).setDeflateLevel(compression).writeMat(file);
    }
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private static void rejects(byte[] file, String message) {
    assertThatThrownBy(() -> MatShapes.check(file))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(message);
  }
}
