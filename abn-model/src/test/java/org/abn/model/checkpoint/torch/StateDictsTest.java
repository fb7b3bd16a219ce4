package org.abn.model.checkpoint.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.abn.model.checkpoint.pickle.Dict;
import org.abn.model.checkpoint.pickle.None;
import org.abn.model.checkpoint.pickle.Placeholder;
import org.abn.model.checkpoint.pickle.Unpickler;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateDictsTest {

  private static final Tensor TENSOR =
      Tensor.of(
          new Storage(new Nowhere(), "0", ElementType.FLOAT32, 0, 1),
          0,
          new long[] {1},
          new long[] {1});

  private static Dict dict(Object... keysAndValues) {
    Dict dict = new Dict();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      dict.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return dict;
  }

  private static Dict network(String prefix) {
    return dict(prefix + "conv.weight", TENSOR, prefix + "fc.bias", TENSOR);
  }

  private static List<String> keys(Object saved) {
    return StateDicts.in(saved).stream().map(StateDict::key).toList();
  }

  @Test
  void findsThemWhereverTheyAre() {
    assertThat(keys(network(""))).containsExactly("");
    assertThat(keys(dict("epoch", 1L, "model", network("")))).containsExactly("model");
    assertThat(keys(dict("model", network(""), "model_ema", network(""))))
        .containsExactly("model", "model_ema");
    assertThat(keys(dict("checkpoint", dict("model", network("")))))
        .containsExactly("checkpoint.model");
    assertThat(keys(List.of(network(""), 5L))).containsExactly("0");
    assertThat(keys(dict("callbacks", dict("EMA", dict(1L, List.of(network("")))))))
        .containsExactly("callbacks.EMA.1.0");
  }

  @Test
  void findsOneOnceHoweverOftenItIsThere() {
    Dict network = network("");
    Dict saved = dict("state_dict", network, "model", network);
    saved.put("self", saved);
    assertThat(keys(saved)).containsExactly("state_dict");
  }

  @Test
  void passesOverWhatIsNoTensorAndKnowsItsType() {
    StateDict found =
        StateDicts.in(dict("a", TENSOR, "epoch", 3L, "b", new Placeholder("x", "Y"), 5L, TENSOR))
            .get(0);
    assertThat(found.tensors()).containsOnlyKeys("a");
    assertThat(found.others()).containsEntry("epoch", "int").containsEntry("b", "x.Y");
  }

  @Test
  void saysWhatThereIsWhereThereAreNone() {
    for (Object none : List.of(dict("epoch", 1L), 5L, new ArrayList<>())) {
      assertThatThrownBy(() -> StateDicts.in(none))
          .isInstanceOf(InvalidCheckpointException.class)
          .hasMessageMatching(
              "holds no tensors by name, but (a dict of epoch \\(int\\)|int|list): save .*");
    }
    var array = new Placeholder("numpy.core.multiarray", "_reconstruct");
    Dict arrays = dict("a", array, "b", array, "c", array, "d", array);
    assertThatThrownBy(() -> StateDicts.in(arrays))
        .hasMessageContaining("but a dict of a (numpy.core.multiarray._reconstruct), b (")
        .hasMessageEndingWith("): save network.state_dict()");
    assertThatThrownBy(() -> StateDicts.in(new Placeholder("a", "Model")))
        .hasMessageContaining("but a.Model: save network.state_dict()");
  }

  @ParameterizedTest
  @CsvSource({
    "model,            model,     conv.weight",
    "ema.model,        ema.model, net.conv.weight",
    "ema,              ema.model, net.conv.weight",
    "ema.model.net,    ema.model.net, conv.weight",
    "a.b,              a.b,       conv.weight",
    "list.1,           list.1,    conv.weight"
  })
  void takesThoseOfAKey(String key, String place, String name) {
    Dict saved =
        dict(
            "model", network(""),
            "ema", dict("model", network("net.")),
            "a.b", network(""),
            "list", List.of(1L, network("")));
    List<StateDict> found = StateDicts.at(saved, key);
    assertThat(found).hasSize(1);
    assertThat(found.get(0).key()).isEqualTo(place);
    assertThat(found.get(0).tensors()).containsKey(name);
  }

  @Test
  void takesTheWholeAloneByADot() {
    Dict saved = network("");
    saved.put("ema", network(""));
    assertThat(keys(saved)).containsExactly("", "ema");
    assertThat(StateDicts.at(saved, ".")).extracting(StateDict::key).containsExactly("");
  }

  @ParameterizedTest
  @CsvSource({"nothing", "epoch", "model.fc.weight.x", "''", ".model", "model."})
  void namesTheKeysWhereOneHasNone(String key) {
    Dict saved = dict("epoch", 1L, "model", network(""));
    assertThatThrownBy(() -> StateDicts.at(saved, key))
        .isInstanceOf(InvalidCheckpointException.class)
        .hasMessage("has no tensors below the key %s: the keys are epoch, model", key);
  }

  @ParameterizedTest
  @CsvSource({
    "'',                        ''",
    "module.,                   module.",
    "_orig_mod.,                _orig_mod.",
    "module._orig_mod.,         module._orig_mod.",
    "_orig_mod.module.,         _orig_mod.module.",
    "module.module._orig_mod.module., module.module._orig_mod.module."
  })
  void removesWhatWrapsANetworkInAnyOrder(String prefix, String removed) {
    StateDict found = StateDicts.in(network(prefix)).get(0).spellings().get(0);
    assertThat(found.tensors()).containsOnlyKeys("conv.weight", "fc.bias");
    assertThat(found.prefix()).isEqualTo(removed);
  }

  @Test
  void removesWhatWrapsAPartOfANetwork() {
    Dict saved = dict("module.layer1._orig_mod.0.weight", TENSOR, "module._orig_mod.bias", TENSOR);
    assertThat(StateDicts.in(saved).get(0).spellings().get(0).tensors())
        .containsOnlyKeys("layer1.0.weight", "bias");
    Dict same = dict("a._orig_mod.b", TENSOR, "a.b", TENSOR);
    assertThat(StateDicts.in(same).get(0).spellings().get(0).tensors())
        .containsOnlyKeys("a._orig_mod.b", "a.b");
  }

  @Test
  void leavesOutHowManyAnAveragedModelIsOf() {
    Dict averaged = network("module.");
    averaged.put("n_averaged", TENSOR);
    assertThat(StateDicts.in(averaged).get(0).spellings().get(0).tensors())
        .containsOnlyKeys("conv.weight", "fc.bias");
    Dict own = network("");
    own.put("n_averaged", TENSOR);
    assertThat(StateDicts.in(own).get(0).spellings().get(0).tensors()).containsKey("n_averaged");
  }

  @Test
  void spellsNamesWithoutAnyPrefixThatAllHave() {
    List<StateDict> spellings = StateDicts.in(network("model.module.net.")).get(0).spellings();
    assertThat(spellings)
        .extracting(StateDict::prefix)
        .containsExactly("", "model.module.", "model.module.net.");
    assertThat(spellings.get(2).tensors()).containsOnlyKeys("conv.weight", "fc.bias");
  }

  @Test
  void readsAModuleByWhatItConsistsOf() {
    Placeholder module = module();
    assertThatThrownBy(() -> StateDicts.in(module)).hasMessageContaining("but a.Model");
    attribute(module, "_parameters").put("weight", TENSOR);
    attribute(module, "_buffers").put("passing", TENSOR);
    attribute(module, "_buffers").put("mean", TENSOR);
    Placeholder inner = module();
    attribute(inner, "_parameters").put("bias", TENSOR);
    attribute(module, "_modules").put("fc", inner);
    attribute(module, "_modules").put("none", None.NONE);
    StateDict found = StateDicts.in(List.of(module)).get(0);
    assertThat(found.key()).isEqualTo("0");
    assertThat(found.tensors()).containsOnlyKeys("weight", "mean", "fc.bias");
  }

  @Test
  void refusesAModuleWithinItself() {
    Placeholder module = module();
    attribute(module, "_modules").put("a", module);
    attribute(module, "_modules").put("b", module);
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () ->
            assertThatThrownBy(() -> StateDicts.in(module))
                .isInstanceOf(InvalidCheckpointException.class)
                .hasMessageContaining("save network.state_dict()"));
  }

  private static Dict attribute(Placeholder module, String name) {
    return module.attributes().orElseThrow().get(name, Dict.class).orElseThrow();
  }

  /** A pickled object with the attributes of a module, in which one buffer is in no state_dict. */
  private static Placeholder module() {
    String pickle =
        "ca\nModel\n)\u0081}(V_parameters\n}V_buffers\n}V_modules\n}"
            + "V_non_persistent_buffers_set\n](Vpassing\neub.";
    var globals = new TorchGlobals(new Nowhere());
    return new Unpickler(SmallFiles.bytes(pickle), globals).load(Placeholder.class);
  }

  @Test
  void refusesModulesThatShareMoreThanIsRead() {
    Dict shared = new Dict();
    for (int i = 0; i < 1000; i++) {
      shared.put("weight" + i, TENSOR);
    }
    List<Object> modules = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      Placeholder module = module();
      module.attributes().orElseThrow().put("_parameters", shared);
      modules.add(module);
    }
    assertThatThrownBy(() -> StateDicts.in(modules))
        .isInstanceOf(InvalidCheckpointException.class)
        .hasMessageContaining("save network.state_dict()");
  }

  @Test
  void endsInTimeHoweverOftenNamesAreWrapped() {
    Dict wrapped = new Dict();
    for (int i = 0; i < 20_000; i++) {
      wrapped.put("module.".repeat(140) + i, TENSOR);
    }
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () ->
            assertThat(StateDicts.in(wrapped).get(0).spellings().get(0).tensors())
                .containsKey("19999"));
  }

  @Test
  void looksAtNoMoreThanItCan() {
    List<Object> wide = new ArrayList<>(Collections.nCopies(300_000, 0));
    wide.replaceAll(none -> new ArrayList<>());
    Dict saved = dict("wide", wide, "model", network(""));
    assertThat(keys(saved)).containsExactly("model");
  }

  /** Tensors are compared by name alone here. */
  private static final class Nowhere implements StorageFile {

    @Override
    public void require(String key, ElementType type, long elements) {}

    @Override
    public InputStream open(String key) {
      throw new AssertionError("nothing is read");
    }

    @Override
    public ByteOrder byteOrder() {
      return ByteOrder.LITTLE_ENDIAN;
    }
  }
}
