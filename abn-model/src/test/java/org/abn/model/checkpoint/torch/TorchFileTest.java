package org.abn.model.checkpoint.torch;

import static org.abn.model.checkpoint.torch.SmallFiles.dict;
import static org.abn.model.checkpoint.torch.SmallFiles.floats;
import static org.abn.model.checkpoint.torch.SmallFiles.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.abn.model.checkpoint.Damage;
import org.abn.model.checkpoint.pickle.PickleWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class TorchFileTest {

  private static final Map<String, byte[]> SIX = Map.of("0", floats(0, 1, 2, 3, 4, 5));

  @TempDir private Path folder;
  private final List<TorchFile> opened = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (TorchFile file : opened) {
      file.close();
    }
  }

  /** Both formats of a dict of one view of six floats. */
  private List<byte[]> both(long offset, long[] shape, long... strides) {
    PickleWriter pickle = dict().text("a");
    byte[] object =
        tensor(pickle, "FloatStorage", "0", 6, offset, shape, strides).setItems().finish();
    return List.of(SmallFiles.stream(object, SIX, 4), SmallFiles.zip(object, SIX));
  }

  @Test
  void readsViews() throws IOException {
    for (byte[] file : both(1, new long[] {2, 2}, 1, 3)) {
      Tensor tensor = SmallFiles.stateDict(open(file).content()).tensors().get("a");
      assertThat(tensor.type()).isEqualTo(ElementType.FLOAT32);
      assertThat(tensor.shape()).containsExactly(2, 2);
      assertThat(tensor.array()).isEqualTo(Nd4j.createFromArray(new float[][] {{1, 4}, {2, 5}}));
    }
    for (byte[] file : both(2, new long[] {3, 1}, 1, 1)) {
      Tensor tensor = SmallFiles.stateDict(open(file).content()).tensors().get("a");
      assertThat(tensor.array()).isEqualTo(Nd4j.createFromArray(new float[][] {{2}, {3}, {4}}));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "FloatStorage,    0000c03f000080ff, 1.5,                  -Infinity",
    "DoubleStorage,   000000000000f83f9a9999999999b9bf, 1.5,  -0.1",
    "HalfStorage,     003e0180,         1.5,                  -5.9604645E-8",
    "BFloat16Storage, c03f80ff,         1.5,                  -Infinity",
    "LongStorage,     0100000000000000ffffffffffffffff, 1,    -1",
    "IntStorage,      01000000ffffffff, 1,                    -1",
    "ShortStorage,    0100ffff,         1,                    -1",
    "CharStorage,     01ff,             1,                    -1",
    "ByteStorage,     01ff,             1,                    255",
    "BoolStorage,     0100,             1,                    0"
  })
  void readsElementsOfEveryType(String type, String hexadecimal, float first, float second)
      throws IOException {
    byte[] elements = HexFormat.of().parseHex(hexadecimal);
    byte[] object = tensor(dict().text("a"), type, "k", 2).setItems().finish();
    Tensor tensor =
        SmallFiles.stateDict(open(SmallFiles.zip(object, Map.of("k", elements))).content())
            .tensors()
            .get("a");
    assertThat(tensor.array()).isEqualTo(Nd4j.createFromArray(first, second));
    assertThat(tensor.array().dataType()).isEqualTo(DataType.FLOAT);
  }

  @Test
  void readsArchivesOfBigEndianMachines() throws IOException {
    byte[] object = tensor(dict().text("a"), "ShortStorage", "0", 1).setItems().finish();
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("net/data.pkl", object);
    entries.put("net/byteorder", ascii("big"));
    entries.put("net/data/0", new byte[] {1, 2});
    Object content = open(SmallFiles.zip(entries)).content();
    assertThat(SmallFiles.stateDict(content).tensors().get("a").integer()).isEqualTo(258);
  }

  /** A stream of two floats, from the second on, of a part of a storage of six. */
  private static byte[] partial(long offset, long elements) {
    PickleWriter pickle = dict().text("a").global("torch._utils", "_rebuild_tensor").mark();
    pickle.mark().text("storage").global("torch", "FloatStorage").text("0").text("cpu").integer(6);
    pickle.mark().text("view").integer(offset).integer(elements).tuple().tuple().persistent();
    pickle.integer(1).integers(2).integers(1).tuple().reduce().setItems();
    return SmallFiles.stream(pickle.finish(), SIX, 4);
  }

  @Test
  void readsAPartOfAStorageAsOldStreamsNameIt() throws IOException {
    assertThat(SmallFiles.stateDict(open(partial(2, 3)).content()).tensors().get("a").array())
        .isEqualTo(Nd4j.createFromArray(3f, 4f));
  }

  @ParameterizedTest
  @CsvSource({
    "2, 5",
    "7, 0",
    "-1, 3",
    "2, -1",
    "0, 9223372036854775807",
    "9223372036854775807, 3",
    "-9223372036854775808, 9223372036854775807"
  })
  void refusesAPartThatReachesOutOfItsStorage(long offset, long elements) {
    assertThatThrownBy(() -> open(partial(offset, elements)))
        .isInstanceOf(InvalidCheckpointException.class)
        .hasMessageContaining(
            "storage 0: has 6 elements, cannot have %d from %d", elements, offset);
  }

  @ParameterizedTest
  @CsvSource({"torch.nn.parameter, Parameter", "torch._utils, _rebuild_parameter"})
  void readsParametersAsTheirTensors(String module, String name) throws IOException {
    PickleWriter pickle = dict().text("a").global(module, name).mark();
    tensor(pickle, "FloatStorage", "0", 6).no().tuple().reduce();
    byte[] object = pickle.setItems().finish();
    Object content = open(SmallFiles.zip(object, SIX)).content();
    assertThat(SmallFiles.stateDict(content).tensors().get("a").shape()).containsExactly(6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // numpy.float64(0.5), as numpy pickles it
        "cnumpy.core.multiarray\nscalar\n(cnumpy\ndtype\n(X\2\0\0\0f8K\0K\1tR"
            + "(K\3X\1\0\0\0<NNNJ\u00ff\u00ff\u00ff\u00ffJ\u00ff\u00ff\u00ff\u00ffK\0tb"
            + "c_codecs\nencode\n(X\1\0\0\0aX\6\0\0\0latin1tRtR",
        "cargparse\nNamespace\n)\u0081}X\2\0\0\0lrG?\u00e0\0\0\0\0\0\0sb",
        "ctorch\ndevice\nX\4\0\0\0cuda\u0085R",
        "ccollections\nCounter\n}K\1K\1s\u0085R",
        "c__builtin__\nset\n](K\1K\2e\u0085R"
      })
  void passesOverWhatAuthorsLeaveBesideTheTensors(String pickled) throws IOException {
    byte[] tensors = tensor(dict().text("a"), "FloatStorage", "0", 6).setItems().finish();
    String inner = new String(tensors, 2, tensors.length - 3, StandardCharsets.ISO_8859_1);
    byte[] object =
        SmallFiles.bytes("}(X\4\0\0\0args" + pickled + "X\n\0\0\0state_dict" + inner + "u.");
    for (byte[] file : List.of(SmallFiles.stream(object, SIX, 4), SmallFiles.zip(object, SIX))) {
      assertThat(SmallFiles.stateDict(open(file).content()).tensors()).containsOnlyKeys("a");
    }
  }

  static List<Arguments> tensorsOutOfBounds() {
    long huge = 1L << 60;
    return List.of(
        Arguments.of(0, new long[] {7}, new long[] {1}),
        Arguments.of(1, new long[] {6}, new long[] {1}),
        Arguments.of(0, new long[] {2, 3}, new long[] {4, 1}),
        Arguments.of(6, new long[] {}, new long[] {}),
        Arguments.of(-1, new long[] {1}, new long[] {1}),
        Arguments.of(0, new long[] {-1}, new long[] {1}),
        Arguments.of(0, new long[] {2}, new long[] {-1}),
        Arguments.of(0, new long[] {2, 3}, new long[] {1}),
        Arguments.of(0, new long[] {huge}, new long[] {0}),
        Arguments.of(0, new long[] {huge, huge}, new long[] {0, 0}),
        Arguments.of(0, new long[] {2, 2}, new long[] {Long.MAX_VALUE, Long.MAX_VALUE}),
        Arguments.of(Long.MAX_VALUE, new long[] {2}, new long[] {1}));
  }

  @ParameterizedTest
  @MethodSource("tensorsOutOfBounds")
  void refusesTensorsThatReachOutOfTheirStorage(long offset, long[] shape, long[] strides) {
    for (byte[] file : both(offset, shape, strides)) {
      assertThatThrownBy(() -> open(file))
          .isInstanceOf(InvalidCheckpointException.class)
          .hasMessageContaining("does not fit its storage of 6 elements")
          .message()
          .matches("(net/data.pkl: )?byte \\d+: .*");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {5, 7, -1, 1L << 60, Long.MAX_VALUE, Long.MIN_VALUE})
  void refusesStoragesOfAnotherLength(long elements) {
    byte[] object =
        tensor(dict().text("a"), "FloatStorage", "0", elements, 0, new long[0], new long[0])
            .setItems()
            .finish();
    assertThatThrownBy(() -> open(SmallFiles.zip(object, SIX)))
        .isInstanceOf(InvalidCheckpointException.class)
        .hasMessageContaining("expected %d elements of float32 in net/data/0", elements)
        .hasMessageContaining("found 24 bytes");
    assertThatThrownBy(() -> open(SmallFiles.stream(object, SIX, 4)))
        .isInstanceOf(InvalidCheckpointException.class)
        .hasMessageMatching("(byte \\d+|is cut short|is cut short or damaged): .*storage 0.*");
  }

  @Test
  void refusesPersistentIdsThatAreNoStorages() {
    for (String id :
        List.of("X\6\0\0\0module", "(X\6\0\0\0modulet", "(X\7\0\0\0storageNNNNt", "N", ")")) {
      byte[] object = SmallFiles.bytes("}X\1\0\0\0a" + id + "Qs.");
      assertThatThrownBy(() -> open(SmallFiles.zip(object, SIX)))
          .isInstanceOf(InvalidCheckpointException.class)
          .hasMessageMatching("net/data.pkl: byte \\d+: expected .*");
    }
  }

  @Test
  void refusesStreamsWhoseStoragesAreNotThoseOfTheTensors() {
    byte[] object = tensor(dict().text("a"), "FloatStorage", "0", 6).setItems().finish();
    byte[] nothing = new byte[0];
    assertThatThrownBy(() -> open(SmallFiles.stream(object, Map.of(), 4)))
        .hasMessageContaining("expected the end after 1 storages, found 0 bytes after 0");
    assertThatThrownBy(() -> open(SmallFiles.stream(object, Map.of("1", nothing), 4)))
        .hasMessageContaining("storage 1 belongs to no tensor");
    byte[] sound = SmallFiles.stream(object, SIX, 4);
    assertThatThrownBy(() -> open(Arrays.copyOf(sound, sound.length + 1)))
        .hasMessageContaining("byte %d: expected the end", sound.length);
  }

  /** The start is in the pickles, then the length of a storage, then its elements. */
  @ParameterizedTest
  @ValueSource(ints = {5, 20, 60, 100, 200, 240, 250, 267})
  void saysThatAStreamIsCut(int length) {
    byte[] object = tensor(dict().text("a"), "FloatStorage", "0", 6).setItems().finish();
    byte[] whole = SmallFiles.stream(object, SIX, 4);
    assertThat(whole).hasSize(268);
    assertThatThrownBy(() -> open(Arrays.copyOf(whole, length)))
        .isInstanceOf(InvalidCheckpointException.class)
        .hasMessageStartingWith("is cut short")
        .hasMessageContaining("byte ");
  }

  @Test
  void saysThatAStreamIsCutBeforeItsPicklesEnd() {
    byte[] object = tensor(dict().text("a"), "FloatStorage", "0", 100).setItems().finish();
    byte[] whole = SmallFiles.stream(object, Map.of("0", new byte[400]), 4);
    assertThatThrownBy(() -> open(Arrays.copyOf(whole, 240)))
        .hasMessage(
            "is cut short or damaged: storage 0 cannot have 100 elements of float32 in a file of"
                + " 240 bytes");
  }

  @Test
  void saysThatAnArchiveIsCut() {
    byte[] whole = SmallFiles.zip(new PickleWriter().no().finish(), SIX);
    assertThatThrownBy(() -> open(Arrays.copyOf(whole, whole.length / 2)))
        .hasMessage("is a damaged zip archive, perhaps cut short: zip END header not found");
  }

  @Test
  void readsTensorsOfStoragesWithoutAType() throws IOException {
    PickleWriter pickle = dict().text("a").global("torch._utils", "_rebuild_tensor_v3").mark();
    pickle.mark().text("storage").global("torch.storage", "UntypedStorage").text("0").text("cpu");
    pickle.integer(24).tuple().persistent().integer(1).integers(2, 2).integers(2, 1).no();
    pickle.global("collections", "OrderedDict").integers().reduce().global("torch", "uint32");
    byte[] object = pickle.tuple().reduce().setItems().finish();
    for (byte[] file : List.of(SmallFiles.stream(object, SIX, 1), SmallFiles.zip(object, SIX))) {
      Tensor tensor = SmallFiles.stateDict(open(file).content()).tensors().get("a");
      assertThat(tensor.type()).isEqualTo(ElementType.UINT32);
      assertThat(tensor.array().getFloat(0, 0)).isEqualTo(Float.floatToIntBits(1));
    }
  }

  /** As {@code torch.save} writes with protocol 1. */
  @Test
  void readsStreamsOfTheProtocolBefore() throws IOException {
    byte[] tensors = tensor(dict().text("a"), "FloatStorage", "0", 6).setItems().finish();
    String stream = new String(SmallFiles.stream(tensors, SIX, 4), StandardCharsets.ISO_8859_1);
    String start = "L119547037146038801333356L\n.M\u00e9\3.}X\r\0\0\0little_endianI01\ns.";
    byte[] file = SmallFiles.bytes(start + stream.substring(stream.indexOf("s.") + 2));
    assertThat(SmallFiles.stateDict(open(file).content()).tensors()).containsOnlyKeys("a");
  }

  /** In streams, a module comes with its source. */
  @Test
  void passesOverTheSourceOfAModule() throws IOException {
    String module = "(U\6modulecnet\nNet\nU\6net.pyU\4passtQ)\u0081}b";
    byte[] tensors = tensor(dict().text("a"), "FloatStorage", "0", 6).setItems().finish();
    String inner = new String(tensors, 2, tensors.length - 3, StandardCharsets.ISO_8859_1);
    byte[] object = SmallFiles.bytes("}(U\3net" + module + "U\2sd" + inner + "u.");
    Object content = open(SmallFiles.stream(object, SIX, 4)).content();
    assertThat(SmallFiles.stateDict(content).key()).isEqualTo("sd");
  }

  /** A tensor's class, which asks for itself once more in its own arguments. */
  @Test
  void endsWhereATensorIsMadeOfItself() throws IOException {
    String rebuild = "ctorch._tensor\n_rebuild_from_type_v2\n";
    String pickle = "}U\1a" + rebuild + "](" + rebuild + "Nh\1e\u0085R" + "s.";
    byte[] object = SmallFiles.bytes(pickle.replace("](", "]q\1(").replace("e\u0085R", "NeR"));
    assertThatThrownBy(() -> StateDicts.in(open(SmallFiles.zip(object, SIX)).content()))
        .isInstanceOf(InvalidCheckpointException.class)
        .hasMessageStartingWith("holds no tensors by name");
  }

  @Test
  void refusesAStorageOfTwoTypes() {
    PickleWriter pickle = tensor(dict().text("a"), "FloatStorage", "0", 6);
    byte[] object = tensor(pickle.text("b"), "IntStorage", "0", 6).setItems().finish();
    assertThatThrownBy(() -> open(SmallFiles.stream(object, SIX, 4)))
        .hasMessageContaining("storage 0: has 6 elements of float32 and 6 of int32");
  }

  @Test
  void noticesAChangedElement() throws IOException {
    byte[] object = tensor(dict().text("a"), "FloatStorage", "0", 6).setItems().finish();
    byte[] archive = SmallFiles.zip(object, Map.of("0", ascii("elements as if they were")));
    String text = new String(archive, StandardCharsets.ISO_8859_1);
    Object content = open(SmallFiles.bytes(text.replace("as if", "at if"))).content();
    assertThatThrownBy(() -> SmallFiles.stateDict(content).tensors().get("a").array())
        .isInstanceOf(InvalidCheckpointException.class)
        .hasMessageContaining("net/data/0: is damaged");
  }

  @Test
  void refusesFilesThatEndAnywhere() throws IOException {
    for (byte[] whole : both(0, new long[] {2, 3}, 3, 1)) {
      for (int length = 0; length < whole.length; length++) {
        byte[] part = Arrays.copyOf(whole, length);
        assertThatThrownBy(() -> open(part))
            .as("%d bytes", length)
            .isInstanceOf(InvalidCheckpointException.class);
      }
    }
  }

  @Test
  void readsOrRefusesWhateverComes() throws IOException {
    Random random = new Random(20190618);
    for (byte[] whole : both(0, new long[] {2, 3}, 3, 1)) {
      int refused = 0;
      for (int i = 0; i < 2_000; i++) {
        refused += readsAll(Damage.to(whole, random)) ? 0 : 1;
      }
      assertThat(refused).isBetween(1_000, 2_000);
    }
  }

  private boolean readsAll(byte[] file) throws IOException {
    try {
      for (Tensor tensor : SmallFiles.stateDict(open(file).content()).tensors().values()) {
        assertThat(tensor.array().length()).isEqualTo(tensor.length());
      }
      return true;
    } catch (InvalidCheckpointException e) {
      assertThat(e.getMessage()).doesNotContain("\n").hasSizeLessThan(600);
      return false;
    }
  }

  private TorchFile open(byte[] content) throws IOException {
    Path file = folder.resolve(opened.size() + ".pth");
    opened.add(TorchFile.open(Files.write(file, content)));
    return opened.get(opened.size() - 1);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
