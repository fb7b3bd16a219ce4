package org.abn.model.checkpoint.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.abn.model.checkpoint.Damage;
import org.abn.model.checkpoint.Memory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pickles are written here as text in which a character is a byte. */
class UnpicklerTest {

  /** An ordered dict of a nested tuple, a list, numbers and text, in opcodes of all protocols. */
  private static final String SAMPLE =
      "\u0080\u0002ccollections\nOrderedDict\n)Rq\0"
          + "(X\3\0\0\0abc(K\1M\2\1J\3\0\0\0t\u0094"
          + "\u008c\1f]r\1\0\0\0(G?\u00f0\0\0\0\0\0\0N\u0088e"
          + "U\1sj\1\0\0\0u.";

  private static final Globals GLOBALS =
      new Globals() {
        @Override
        public Optional<Object> find(String name) {
          Constructor orderedDict = Dict::of;
          return Optional.<Object>of(orderedDict)
              .filter(found -> name.equals("collections.OrderedDict"));
        }

        @Override
        public Object persistent(org.abn.model.checkpoint.pickle.Arguments id) {
          throw new InvalidPickleException("no storage here");
        }
      };

  static List<Arguments> values() {
    return List.of(
        Arguments.of("N.", None.NONE),
        Arguments.of("\u0088.", true),
        Arguments.of("I00\n.", false),
        Arguments.of("I-7\n.", -7L),
        Arguments.of("K\u00ff.", 255L),
        Arguments.of("M\u00ff\u00ff.", 65535L),
        Arguments.of("J\u00ff\u00ff\u00ff\u00ff.", -1L),
        Arguments.of("\u008a\0.", 0L),
        Arguments.of("\u008a\2\0\u0080.", -32768L),
        Arguments.of("L123L\n.", 123L),
        Arguments.of("L9223372036854775808L\n.", BigInteger.ONE.shiftLeft(63)),
        Arguments.of("G\u00bf\u00f8\0\0\0\0\0\0.", -1.5),
        Arguments.of("X\2\0\0\0\u00c3\u00a9.", "\u00e9"),
        Arguments.of("U\3abc.", "abc"),
        Arguments.of("T\1\0\0\0z.", "z"),
        Arguments.of("\u0080\4\u0095\3\0\0\0\0\0\0\0\u008c\0.", ""),
        Arguments.of("C\2ab.", new byte[] {'a', 'b'}),
        Arguments.of(").", List.of()),
        Arguments.of("K\1K\2\u0086.", List.of(1L, 2L)),
        Arguments.of("](K\1K\2eK\3a.", List.of(1L, 2L, 3L)),
        Arguments.of("\u008f(K\1\u0090.", List.of(1L)),
        Arguments.of("K\1r\u00ff\u00ff\u00ff\u00ff0j\u00ff\u00ff\u00ff\u00ff.", 1L),
        Arguments.of("\u0095\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007fN.", None.NONE),
        Arguments.of("K\1q\u0009K\0000h\u0009\u0086.", List.of(1L, 1L)),
        Arguments.of("(K\1K\0021N.", None.NONE),
        Arguments.of("N(0.", None.NONE), // a mark is dropped too
        Arguments.of("K\0012\u0086.", List.of(1L, 1L)),
        Arguments.of("F1.5\n.", 1.5),
        Arguments.of("Finf\n.", Double.POSITIVE_INFINITY),
        Arguments.of("F-inf\n.", Double.NEGATIVE_INFINITY),
        Arguments.of("Fnan\n.", Double.NaN),
        Arguments.of("S'abc'\n.", "'abc'"),
        Arguments.of("Vabc\n.", "abc"),
        Arguments.of("(I1\nI2\nl.", List.of(1L, 2L)),
        Arguments.of("I1\np300\n0g300\n.", 1L),
        Arguments.of("\u008b\1\0\0\0\u00ff.", -1L),
        Arguments.of("(K\1\u0091.", List.of(1L)),
        Arguments.of("\u0096\1\0\0\0\0\0\0\0a\u0098.", new byte[] {'a'}));
  }

  @ParameterizedTest
  @MethodSource("values")
  void readsValues(String pickle, Object value) {
    assertThat(load(pickle)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "}(X\1\0\0\0aK\1X\1\0\0\0bK\2u.",
        "}X\1\0\0\0aK\1sX\1\0\0\0bK\2s.",
        "(Va\nI1\nVb\nI2\nd.",
        "ccollections\nOrderedDict\n)R(X\1\0\0\0aK\1X\1\0\0\0bK\2u}X\1\0\0\0mNsb.",
        "ccollections\nOrderedDict\n](](X\1\0\0\0aK\1e](X\1\0\0\0bK\2ee\u0085R.",
        "\u0080\4\u008c\13collections\u008c\13OrderedDict\u0093)\u0081(\u008c\1aK\1\u008c\1bK\2u."
      })
  void readsDictsInTheirOrder(String pickle) {
    Dict dict = (Dict) load(pickle);
    assertThat(dict.entries()).extracting("key").containsExactly("a", "b");
    assertThat(dict.get("b", Long.class)).contains(2L);
    assertThat(dict.get("b", String.class)).isEmpty();
    assertThat(dict.get(List.of(), Long.class)).isEmpty();
  }

  @Test
  void readsPicklesOneBehindAnother() {
    Unpickler unpickler = new Unpickler(bytes("K\1q\0.K\2.rest"), GLOBALS);
    assertThat(unpickler.load()).isEqualTo(1L);
    assertThat(unpickler.load(Long.class)).isEqualTo(2L);
    assertThat(unpickler.position()).isEqualTo(8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cposix\nsystem\n.",
        "cposix\nsystem\n(X\2\0\0\0idtR.",
        "\u008c\5posix\u008c\6system\u0093\u008c\2id\u0085R.",
        "(X\2\0\0\0idiposix\nsystem\n.",
        "(cposix\nsystem\nX\2\0\0\0ido.",
        "cposix\nsystem\n)\u0081}X\1\0\0\0aNsb.",
        "cposix\nsystem\n)}\u0092Nb.",
        "cposix\nsystem\n)R)R(K\1K\2e(K\1K\2u(K\1\u0090.", // a result's result, and items
      })
  void putsAPlaceholderInPlaceOfWhatItIsAskedToRun(String pickle) {
    assertThat(load(pickle)).isInstanceOf(Placeholder.class).hasToString("posix.system");
  }

  @Test
  void keepsItemsAndAttributesOfWhatItDoesNotKnow() {
    var object = (Placeholder) load("ca\nB\n)\u0081K\1K\2s}X\1\0\0\0xK\3sb.");
    assertThat(object.items().get(1L, Long.class)).contains(2L);
    assertThat(object.attributes().orElseThrow().get("x", Long.class)).contains(3L);
    var slots = (Placeholder) load("ca\nB\n)\u0081N}X\1\0\0\0xK\3s\u0086b.");
    assertThat(slots.attributes()).isEmpty();
    assertThat(((Placeholder) load("ca\nB\n.")).attributes()).isEmpty();
  }

  /** A tuple, a class, a long text and a long number. */
  @Test
  void keepsWhatHasAKeyThatNothingEquals() {
    String keys =
        ")Nca\nB\nNU\3abcNX\u00e9\3\0\0" + "a".repeat(1001) + "NL1" + "0".repeat(400) + "\nN";
    Dict dict = (Dict) load("}(" + keys + keys + "u.");
    assertThat(dict.entries()).hasSize(9).extracting("value").containsOnly(None.NONE);
    assertThat(dict.entries().iterator().next().getKey()).hasToString("key of type tuple");
  }

  static List<Arguments> attacks() {
    return List.of(
        Arguments.of("\u0099.", 0, "0x99 is no opcode"),
        Arguments.of("\u0082\1.", 0, "needs a class by its number in a registry"),
        Arguments.of("\u0083\1\0.", 0, "needs a class by its number in a registry"),
        Arguments.of("\u0084\1\0\0\0.", 0, "needs a class by its number in a registry"),
        Arguments.of("(NNo.", 3, "expected function, found: None"),
        Arguments.of("(o.", 1, "expected more than 0 items, found 0"),
        Arguments.of("Pstorage\n.", 0, "needs a persistent id of protocol 0"),
        Arguments.of("NN\u0092.", 2, "expected a value on the stack"),
        Arguments.of("\u0097.", 0, "needs a buffer outside of the file"),
        Arguments.of("\u0098.", 0, "expected a value on the stack"),
        Arguments.of("cos\nsystem\nNR.", 12, "expected tuple, found: None"),
        Arguments.of("2.", 0, "expected a value on the stack"),
        Arguments.of("Fone\n.", 0, "expected a number"),
        Arguments.of("Np1e9\n.", 1, "expected a whole number"),
        Arguments.of("Np" + "9".repeat(20) + "\n.", 1, "expected a whole number of at most 64"),
        Arguments.of("L" + "9".repeat(4301) + "L\n.", 0, "expected a line of less than 4300"),
        Arguments.of("K\1)R.", 3, "expected function, found: int"),
        Arguments.of("ccollections\nOrderedDict\nNR.", 26, "expected tuple, found: None"),
        Arguments.of("K\1)\u0081.", 3, "expected function, found: int"),
        Arguments.of("Nb.", 1, "expected a value on the stack"),
        Arguments.of("N(Nb.", 3, "expected a value on the stack"),
        Arguments.of("Nt.", 1, "expected a mark"),
        Arguments.of("h\0.", 0, "nothing was memoized as 0"),
        Arguments.of("}(Nu.", 3, "expected a value for each key"),
        Arguments.of(")Na.", 2, "expected list, found: tuple"),
        Arguments.of(
            "X\u00ff\u00ff\u00ff\u00ffa.", 0, "expected 4294967295 bytes, only 2 are left"),
        Arguments.of("T\u00ff\u00ff\u00ff\u00ffa.", 0, "only 2 are left"),
        Arguments.of("\u008e\0\0\0\0\0\0\0\u0080a.", 0, "expected 9223372036854775808 bytes"),
        Arguments.of("\u008d\0\0\0\0\0\0\0\u0080a.", 0, "expected 9223372036854775808 bytes"),
        Arguments.of("\u008d\u00ff\u00ff\u00ff\u007f\0\0\0\0a.", 0, "expected 2147483647 bytes"),
        Arguments.of("\u008d\3\0\0\0\0\0\0\0a.", 0, "expected 3 bytes, only 2 are left"),
        Arguments.of("\u008e\u00ff\u00ff\u00ff\u007f\0\0\0\0a.", 0, "expected 2147483647 bytes"),
        Arguments.of("B\u00ff\u00ff\u00ff\u007fa.", 0, "expected 2147483647 bytes"),
        Arguments.of("X\u00ff\u00ff\u00ff\u007fa.", 0, "expected 2147483647 bytes"),
        Arguments.of("U\u00ffa.", 0, "expected 255 bytes, only 2 are left"),
        Arguments.of("\u008c\u00ffa.", 0, "expected 255 bytes, only 2 are left"),
        Arguments.of("C\u00ffa.", 0, "expected 255 bytes, only 2 are left"),
        Arguments.of("\u008a\u00ff\0.", 0, "expected 255 bytes, only 2 are left"),
        Arguments.of("\u008b\u00ff\u00ff\u00ff\u007f\0.", 0, "expected 2147483647 bytes"),
        Arguments.of("\u0096\u00ff\0\0\0\0\0\0\0a.", 0, "expected 255 bytes, only 2 are left"),
        Arguments.of("I1e9\n.", 0, "expected a whole number"),
        Arguments.of("c" + "a".repeat(300) + "\nb\n.", 0, "expected a line of less than 256"),
        Arguments.of("\u0080\6N.", 0, "pickle protocol must be at most 5, cannot be: 6"));
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void refusesAndSaysWhere(String pickle, int place, String reason) {
    assertThatThrownBy(() -> load(pickle))
        .isInstanceOf(InvalidPickleException.class)
        .hasMessageStartingWith("byte " + place + ": ")
        .hasMessageContaining(reason);
  }

  /** Lengths are of any size, and the pickles of a few bytes. */
  @Test
  void takesNoMemoryForBytesThatAreNotThere() throws Throwable {
    List<String> pickles = attacks().stream().map(attack -> (String) attack.get()[0]).toList();
    pickles.forEach(UnpicklerTest::isRefused);
    for (String pickle : pickles) {
      assertThat(Memory.takenBy(() -> isRefused(pickle))).as(pickle).isLessThan(1 << 20);
    }
  }

  private static void isRefused(String pickle) {
    assertThatThrownBy(() -> load(pickle)).isInstanceOf(InvalidPickleException.class);
  }

  @Test
  void refusesAPickleThatEndsAnywhere() {
    byte[] whole = bytes(SAMPLE);
    load(SAMPLE);
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatExceptionOfType(InvalidPickleException.class)
          .as("%d bytes", length)
          .isThrownBy(() -> new Unpickler(part, GLOBALS).load());
    }
  }

  @Test
  void readsOrRefusesWhateverComes() {
    byte[] whole = bytes(SAMPLE);
    Random random = new Random(20190618);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      try {
        new Unpickler(Damage.to(whole, random), GLOBALS).load();
      } catch (InvalidPickleException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(10_000, 20_000);
  }

  static Stream<String> bombs() {
    return Stream.of(
        "]", // as many objects as bytes allow
        "}",
        "(",
        "}\u0094",
        "]\u0085", // deep
        "K\1\u0085\u0094\u0086",
        ")q\0h\0\u0086q\0h\0\u0086", // a tuple twice in a tuple twice in a tuple
        "]q\0h\0a", // a list in itself
        "ccollections\nOrderedDict\n)Rq\1(X\1\0\0\0ah\1u0", // a dict in itself
        "(ios\nsystem\n",
        "cos\nsystem\n)R",
        "cos\nsystem\nq\0h\0)\u0081q\0h\0h\0b", // an object that is its own state
        "}(ca\nB\nNu", // keys that nothing equals
        "X\1\0\0\0aq\0h\0\u0093",
        "](](NNeeq\0ccollections\nOrderedDict\nh\0\u0085R");
  }

  @ParameterizedTest
  @MethodSource("bombs")
  void endsInTimeAndMemory(String part) {
    byte[] pickle = bytes(part.repeat(4 * Unpickler.MOST_OPCODES / part.length()) + "N.");
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          try {
            new Unpickler(pickle, GLOBALS).load();
          } catch (InvalidPickleException e) {
            assertThat(e.getMessage()).hasSizeLessThan(200);
          }
        });
  }

  private static Object load(String pickle) {
    return new Unpickler(bytes(pickle), GLOBALS).load();
  }

  private static byte[] bytes(String pickle) {
    return pickle.getBytes(StandardCharsets.ISO_8859_1);
  }
}
