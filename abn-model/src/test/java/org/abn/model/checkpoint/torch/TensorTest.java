package org.abn.model.checkpoint.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import org.abn.model.checkpoint.Memory;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Views of a storage in which each element is its place. */
class TensorTest {

  private final Places places = new Places();

  @Test
  void takesMemoryForItsElementsHoweverFarApart() throws Throwable {
    tensor(6, 0, new long[] {6}, 1).array(); // and none for ND4J's beginning
    Tensor tensor = tensor((1L << 31) - 8, 1 << 24, new long[] {2, 2}, 1 << 30, 1 << 24);
    INDArray[] array = new INDArray[1];
    assertThat(Memory.takenBy(() -> array[0] = tensor.array())).isLessThan(1 << 20);
    assertThat(array[0])
        .isEqualTo(Nd4j.createFromArray(new float[][] {{1 << 24, 2 << 24}, {65 << 24, 66 << 24}}));
  }

  @Test
  void readsColumnsOfALongStorageAtOneGo() throws IOException {
    INDArray array = tensor(60_000, 0, new long[] {300, 200}, 1, 300).array();
    assertThat(array)
        .isEqualTo(Nd4j.arange(60_000).castTo(DataType.FLOAT).reshape(200, 300).transpose());
    assertThat(places.bytesRead).isEqualTo(60_000 * Integer.BYTES);
  }

  @Test
  void readsAnElementAsOftenAsItIsThere() throws IOException {
    assertThat(tensor(6, 0, new long[] {2, 3}, 0, 1).array())
        .isEqualTo(Nd4j.createFromArray(new float[][] {{0, 1, 2}, {0, 1, 2}}));
    assertThat(tensor(6, 2, new long[] {2, 3}, 1, 1).array())
        .isEqualTo(Nd4j.createFromArray(new float[][] {{2, 3, 4}, {3, 4, 5}}));
  }

  @Test
  void readsNoMoreElementsThanItsStorageHas() {
    Tensor expanded = tensor(1, 0, new long[] {1 << 30}, 0);
    assertThatThrownBy(expanded::array)
        .isInstanceOf(InvalidCheckpointException.class)
        .hasMessage("a tensor of shape [1073741824] has only 1 elements in the file");
  }

  @Test
  void readsNothingWhereItIsEmpty() throws IOException {
    for (long stride : new long[] {0, 1, 1L << 40}) {
      assertThat(tensor(6, 7, new long[] {0}, stride).array().length()).isZero();
      assertThat(tensor(6, 0, new long[] {0, 5}, 1, stride).array().length()).isZero();
    }
    assertThat(places.bytesRead).isZero();
  }

  private Tensor tensor(long elements, long offset, long[] shape, long... strides) {
    var storage = new Storage(places, "0", ElementType.INT32, 0, elements);
    return Tensor.of(storage, offset, shape, strides);
  }

  private static final class Places implements StorageFile {

    private long bytesRead;

    @Override
    public void require(String key, ElementType type, long elements) {}

    @Override
    public ByteOrder byteOrder() {
      return ByteOrder.LITTLE_ENDIAN;
    }

    @Override
    public InputStream open(String key) {
      return new InputStream() {

        private long place;

        @Override
        public int read() {
          bytesRead++;
          long element = place / Integer.BYTES;
          int digit = (int) (place++ % Integer.BYTES);
          return (int) (element >>> digit * Byte.SIZE) & 0xFF;
        }

        @Override
        public long skip(long bytes) {
          place += bytes;
          return bytes;
        }
      };
    }
  }
}
