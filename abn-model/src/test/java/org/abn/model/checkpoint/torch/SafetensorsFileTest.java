package org.abn.model.checkpoint.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.abn.model.checkpoint.Damage;
import org.abn.model.checkpoint.Memory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.factory.Nd4j;

class SafetensorsFileTest {

  /** Two tensors in an order other than that of their bytes, and a scalar. */
  private static final String HEADER =
      "{'__metadata__':{'format':'pt'},"
          + "'b':{'dtype':'I64','shape':[],'data_offsets':[16,24]},"
          + "'a':{'dtype':'F32','shape':[2,2],'data_offsets':[0,16]}}";

  private static final byte[] DATA = data();

  @TempDir private Path folder;

  private static byte[] data() {
    var bytes = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    return bytes.putFloat(1).putFloat(2).putFloat(3).putFloat(4).putLong(1L << 40).array();
  }

  /** A file whose header is written with single quotes. */
  private static byte[] file(String header, byte... data) {
    byte[] json = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return file(json.length, json, data);
  }

  private static byte[] file(long length, byte[] header, byte... data) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array());
    out.writeBytes(header);
    out.writeBytes(data);
    return out.toByteArray();
  }

  private TorchFile open(byte[] content) throws IOException {
    return TorchFile.open(Files.write(folder.resolve("net.bin"), content));
  }

  @Test
  void readsTensorsByNameWhateverTheFileIsCalled() throws IOException {
    try (TorchFile file = open(file(HEADER, DATA))) {
      Map<String, Tensor> tensors = SmallFiles.stateDict(file.content()).tensors();
      assertThat(tensors.keySet()).containsExactly("b", "a");
      assertThat(tensors.get("a").array())
          .isEqualTo(Nd4j.createFromArray(new float[][] {{1, 2}, {3, 4}}));
      assertThat(tensors.get("b").integer()).isEqualTo(1L << 40);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "F32,  0000c03f000080ff, 1.5,                  -Infinity",
    "F64,  000000000000f83f9a9999999999b9bf, 1.5,  -0.1",
    "F16,  003e0180,         1.5,                  -5.9604645E-8",
    "BF16, c03f80ff,         1.5,                  -Infinity",
    "I64,  0100000000000000ffffffffffffffff, 1,    -1",
    "I32,  01000000ffffffff, 1,                    -1",
    "I16,  0100ffff,         1,                    -1",
    "I8,   01ff,             1,                    -1",
    "U32,  01000000ffffffff, 1,                    4294967295",
    "U16,  0100ffff,         1,                    65535",
    "U8,   01ff,             1,                    255",
    "BOOL, 0100,             1,                    0"
  })
  void readsElementsOfEveryType(String type, String hexadecimal, float first, float second)
      throws IOException {
    byte[] data = HexFormat.of().parseHex(hexadecimal);
    String header =
        String.format(
            Locale.ROOT,
            "{'a':{'dtype':'%s','shape':[2],'data_offsets':[0,%d]}}",
            type,
            data.length);
    try (TorchFile file = open(file(header, data))) {
      assertThat(SmallFiles.stateDict(file.content()).tensors().get("a").array())
          .isEqualTo(Nd4j.createFromArray(first, second));
    }
  }

  @Test
  void readsAHeaderThatIsPaddedAndTensorsWithoutElements() throws IOException {
    String header =
        "{'b':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},"
            + "'a':{'data_offsets':[0,0],'shape':[0,5],'dtype':'F32'}}   ";
    try (TorchFile file = open(file(header, new byte[4]))) {
      Map<String, Tensor> tensors = SmallFiles.stateDict(file.content()).tensors();
      assertThat(tensors.get("a").shape()).containsExactly(0, 5);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'F4','shape':[2],'data_offsets':[0,1]     | tensor a: has dtype F4, expected one of F32, F64,
          'F32','shape':[2],'data_offsets':[0,4]    | tensor a: has data_offsets [0, 4], expected 8 bytes of shape [2] and float32
          'F32','shape':[2],'data_offsets':[8,0]    | tensor a: has data_offsets [8, 0], expected 8 bytes
          'F32','shape':[1],'data_offsets':[4,8]    | tensor a: begins at byte 66, expected 62, where the one before ends
          'F32','shape':[1],'data_offsets':[0,4]    | byte 66: expected the end, found 4 bytes that are no tensor's
          'F32','shape':[3],'data_offsets':[0,12]   | is cut short: tensor a ends at byte 75, and the file at byte 71
          'F32','shape':[4294967296,4294967296],'data_offsets':[0,8] | tensor a: has data_offsets [0, 8], expected fewer bytes
          'F32','shape':[1,1,1,1,1,1,1,1,2],'data_offsets':[0,8] | tensor a: has 9 dimensions, at most 8 are read
          'F32','shape':[-2],'data_offsets':[0,8]   | expected a whole number from 0 to 10^18
          'F32','shape':[99999999999999999999999],'data_offsets':[0,8] | expected a whole number from 0
          'F32','shape':[2.0],'data_offsets':[0,8]  | expected an array of a few whole numbers
          'F32','shape':[[2]],'data_offsets':[0,8]  | expected an array of a few whole numbers
          'F32','shape':2,'data_offsets':[0,8]      | expected an array
          'F32','shape':[2],'data_offsets':[0]      | expected dtype, shape and two data_offsets of tensor a
          'F32','shape':[2],'data_offsets':[0,8,8]  | expected dtype, shape and two data_offsets of tensor a
          'F32','shape':[2]                         | expected dtype, shape and two data_offsets of tensor a
          'F32','shape':[2],'data_offsets':[0,8],'x':[] | tensor a has a x
          'F32','dtype':'F32','shape':[2]           | Duplicate field 'dtype'
          32,'shape':[2],'data_offsets':[0,8]       | expected text as dtype of tensor a
          """)
  void refusesATensorThatIsNotAsItsHeaderSays(String entry, String message) {
    refuses(file("{'a':{'dtype':" + entry + "}}", new byte[8]), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {'a':3}                        | the header of safetensors is damaged at character 6: expected an object as tensor a
          {'a'                           | the header of safetensors is damaged at character
          {} x                           | the header of safetensors is damaged at character
          {} {}                          | expected its end
          {'__metadata__':3}             | expected __metadata__ to be an object
          {'__metadata__':{'a':[]}}      | expected __metadata__ to hold text alone
          {'__metadata__':{},'__metadata__':{}} | Duplicate field '__metadata__'
          {'__metadata__':{}}            | holds no tensors by name
          """)
  void refusesADamagedHeader(String header, String message) {
    refuses(file(header), message);
  }

  @Test
  void refusesTwoTensorsOfOneNameOrOfTheSameBytes() {
    String entry = "{'dtype':'U8','shape':[2],'data_offsets':[0,2]}";
    refuses(file("{'a':%s,'a':%s}".formatted(entry, entry), new byte[2]), "Duplicate field 'a'");
    refuses(
        file("{'a':%s,'b':%s}".formatted(entry, entry), new byte[2]),
        "tensor b: begins at byte 113, expected 115, where the one before ends");
  }

  @Test
  void refusesAHeaderThatTheFileOrTheFormatHasNoRoomFor() {
    byte[] start = "{ ".getBytes(StandardCharsets.UTF_8);
    refuses(file(3, start), "is cut short: its header has 3 bytes from byte 8 on, and only 2 are");
    refuses(file(100_000_001, start), "a header of safetensors has at most 100000000 bytes");
    refuses(file(0xFFFF_FFFFL, start), "has at most 100000000 bytes, cannot have 4294967295");
    refuses(file(Long.MAX_VALUE, start), "is no PyTorch checkpoint");
  }

  @Test
  void refusesAHeaderOfOtherText() {
    byte[] utf16 = "{}".getBytes(StandardCharsets.UTF_16LE);
    refuses(file(utf16.length, utf16), "the header of safetensors is damaged at character");
    byte[] latin = "{\"\u00e9\":{}}".getBytes(StandardCharsets.ISO_8859_1);
    refuses(file(latin.length, latin), "the header of safetensors is no text of UTF-8");
  }

  @Test
  void takesNoMemoryForAHeaderThatIsNotThere() throws Throwable {
    byte[] small = file(99_999_999, "{}".getBytes(StandardCharsets.UTF_8));
    refuses(small, "is cut short");
    assertThat(Memory.takenBy(() -> refuses(small, "is cut short"))).isLessThan(1 << 20);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'a':{'shape':", "{'a':", "{'__metadata__':{'a':"})
  void endsInAHeaderNestedWithoutAnEnd(String start) {
    refuses(file(start + "[".repeat(1 << 20)), "the header of safetensors is damaged at character");
    refuses(file(start + "{'a':".repeat(1 << 20)), "the header of safetensors is damaged at");
  }

  @Test
  void refusesFilesThatEndAnywhere() {
    byte[] whole = file(HEADER, DATA);
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      refuses(part, length > 8 ? "is cut short" : length > 0 ? "is no PyTorch" : "is empty");
    }
  }

  @Test
  void readsOrRefusesWhateverComes() throws IOException {
    Random random = new Random(20190618);
    byte[] whole = file(HEADER, DATA);
    int refused = 0;
    for (int i = 0; i < 2_000; i++) {
      try (TorchFile file = open(Damage.to(whole, random))) {
        for (Tensor tensor : SmallFiles.stateDict(file.content()).tensors().values()) {
          assertThat(tensor.array().length()).isEqualTo(tensor.length());
        }
      } catch (InvalidCheckpointException e) {
        assertThat(e.getMessage()).doesNotContain("\n").hasSizeLessThan(600);
        refused++;
      }
    }
    assertThat(refused).isBetween(1_000, 2_000);
  }

  private void refuses(byte[] content, String message) {
    assertThatThrownBy(
            () -> {
              try (TorchFile file = open(content)) {
                StateDicts.in(file.content());
              }
            })
        .isInstanceOf(InvalidCheckpointException.class)
        .hasMessageContaining(message);
  }
}
