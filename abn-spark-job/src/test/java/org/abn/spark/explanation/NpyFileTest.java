package org.abn.spark.explanation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.abn.data.InvalidDataException;
import org.abn.model.explain.SaliencyMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class NpyFileTest {

  @Test
  void readsWhatNd4jWrites() {
    for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
      byte[] file = Nd4j.toNpyByteArray(Nd4j.arange(6).reshape(2, 3).castTo(type));
      NpyFile read = NpyFile.of("a.npy", file);
      assertThat(read.shape()).containsExactly(2, 3);
      assertThat(read.values()).containsExactly(0, 1, 2, 3, 4, 5);
    }
  }

  @Test
  void writesWhatNd4jReads() {
    var first = new SaliencyMap(new float[][] {{1, 2, 3}, {4, 5, 6}});
    var second = new SaliencyMap(new float[][] {{7, 8, 9}, {10, 11, 12}});
    byte[] one = NpyFile.of(List.of(first)).bytes();
    assertThat(Nd4j.createNpyFromByteArray(one).toFloatMatrix()).isDeepEqualTo(first.values());
    byte[] two = NpyFile.of(List.of(first, second)).bytes();
    INDArray read = Nd4j.createNpyFromByteArray(two);
    assertThat(read.shape()).containsExactly(2, 2, 3);
    assertThat(read.slice(1).toFloatMatrix()).isDeepEqualTo(second.values());
    assertThat(NpyFile.of("two.npy", two).values())
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    byte[] images = NpyFile.ofImages(List.of(List.of(first), List.of(second))).bytes();
    assertThat(images).isEqualTo(two);
    byte[] several =
        NpyFile.ofImages(List.of(List.of(first, second), List.of(second, first))).bytes();
    INDArray stacked = Nd4j.createNpyFromByteArray(several);
    assertThat(stacked.shape()).containsExactly(2, 2, 2, 3);
    assertThat(stacked.slice(1).slice(0).toFloatMatrix()).isDeepEqualTo(second.values());
    assertThat((two.length - 12 * Float.BYTES) % 64).as("where the values begin").isZero();
  }

  @Test
  void readsTheHeadersOfNumPy() {
    float[] due = {1.5f, -2};
    byte[] values =
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putFloat(1.5f).putFloat(-2).array();
    for (String header :
        new String[] {
          "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }    \n",
          "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2)}\n"
        }) {
      assertThat(NpyFile.of("a.npy", file(1, header, values)).values()).containsExactly(due);
      assertThat(NpyFile.of("a.npy", file(2, header, values)).values()).containsExactly(due);
    }
    byte[] bytes = {0, (byte) 200, 7};
    NpyFile read =
        NpyFile.of(
            "a.npy",
            file(1, "{'descr': '|u1', 'fortran_order': False, 'shape': (3, 1), }\n", bytes));
    assertThat(read.values()).containsExactly(0, 200, 7);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "<f4; False; (3,); holds 8 bytes of values, expected those of [3]",
        "<f4; False; (99999999,); holds 8 bytes of values",
        "<f4; False; (99999999, 99999999, 99999999); holds 8 bytes of values",
        "<f4; True; (2,); expected an array of float32, float64 or uint8 in C order",
        ">f4; False; (2,); expected an array of float32",
        "|O; False; (2,); expected an array of float32",
        "<c8; False; (1,); expected an array of float32"
      })
  void refusesOtherArrays(String type, String fortran, String shape, String message) {
    String header =
        "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }\n".formatted(type, fortran, shape);
    assertThatThrownBy(() -> NpyFile.of("a.npy", file(1, header, new byte[8])))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith("a.npy: ")
        .hasMessageContaining(message);
  }

  @Test
  void refusesValuesThatAreNoNumbers() {
    byte[] file = Nd4j.toNpyByteArray(Nd4j.createFromArray(0f, Float.NaN));
    assertThatThrownBy(() -> NpyFile.of("a.npy", file))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("a.npy: value 1 is NaN, expected a number");
  }

  /** Whatever a file holds, it is read or refused in a line. */
  @Test
  void survivesDamage() {
    byte[] sound = Nd4j.toNpyByteArray(Nd4j.rand(DataType.FLOAT, 4, 4));
    Random random = new Random(1);
    for (int i = 0; i < 5000; i++) {
      byte[] damaged = Arrays.copyOf(sound, random.nextInt(sound.length + 8));
      for (int j = random.nextInt(4); j > 0 && damaged.length > 0; j--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      try {
        NpyFile read = NpyFile.of("a.npy", damaged);
        assertThat(read.values().length).isLessThanOrEqualTo(damaged.length);
      } catch (InvalidDataException e) {
        assertThat(e.getMessage()).startsWith("a.npy: ").doesNotContain("\n");
      }
    }
  }

  private static byte[] file(int version, String header, byte[] values) {
    byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer file =
        ByteBuffer.allocate(12 + text.length + values.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    if (version == 1) {
      file.putShort((short) text.length);
    } else {
      file.putInt(text.length);
    }
    file.put(text).put(values);
    byte[] bytes = new byte[file.position()];
    file.flip();
    file.get(bytes);
    return bytes;
  }
}
