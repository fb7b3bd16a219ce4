package org.abn.model.checkpoint.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints that PyTorch 1.13 wrote of a small network, with values of many other types. */
class WhatLiesBesideTest {

  private static final String[] NAMES = {
    "conv.weight",
    "bn.weight",
    "bn.bias",
    "bn.running_mean",
    "bn.running_var",
    "bn.num_batches_tracked",
    "fc.weight",
    "fc.bias"
  };

  @ParameterizedTest
  @ValueSource(strings = {"beside-protocol-2.pth", "beside-protocol-5.pth", "beside-stream.pth"})
  void isNoHindrance(String file) throws Exception {
    try (TorchFile opened = TorchFile.open(resource(file))) {
      List<StateDict> found = StateDicts.in(opened.content());
      assertThat(found).extracting(StateDict::key).contains("args", "state_dict");
      StateDict network = found.get(1);
      assertThat(network.tensors()).containsOnlyKeys(NAMES);
      assertThat(network.tensors().get("fc.weight").array().shape()).containsExactly(2, 4);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "namespace,        argparse.Namespace",
    "array,            numpy.core.multiarray._reconstruct",
    "random state,     numpy.random._pickle.__randomstate_ctor",
    "python's random,  random.Random",
    "time,             datetime.datetime",
    "path,             pathlib.PurePosixPath",
    "queue,            collections.deque",
    "function,         __main__.function",
    "state,            __main__.WithState",
    "own dict,         __main__.OwnDict",
    "device,           torch.device",
    "size,             tuple",
    "set,              list",
    "long,             int",
    "sparse,           torch._utils._rebuild_sparse_tensor",
    "quantised,        torch._utils._rebuild_qtensor",
    "dimensions,       torch.Tensor of 12 dimensions"
  })
  void isKnownByItsTypeInCaseItIsNeeded(String name, String type) throws Exception {
    try (TorchFile opened = TorchFile.open(resource("beside-protocol-2.pth"))) {
      assertThat(StateDicts.at(opened.content(), "args").get(0).others()).containsEntry(name, type);
    }
  }

  @Test
  void isATensorWhereItIsOne() throws Exception {
    try (TorchFile opened = TorchFile.open(resource("beside-protocol-2.pth"))) {
      var tensors = StateDicts.at(opened.content(), "args").get(0).tensors();
      assertThat(tensors)
          .containsOnlyKeys(
              "pytorch's random state",
              "complex tensor",
              "expanded",
              "parameter",
              "attribute",
              "own tensor",
              "empty");
      assertThat(tensors.get("attribute").array().length()).isEqualTo(3);
      refuses(tensors.get("complex tensor"), "elements of complex64 are not read");
      refuses(tensors.get("expanded"), "a tensor of shape [100] has only 1 elements in the file");
    }
  }

  private static void refuses(Tensor tensor, String message) {
    assertThatThrownBy(tensor::array)
        .isInstanceOf(InvalidCheckpointException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void isNothingWhereTheNetworkItselfWasSaved() throws Exception {
    try (TorchFile opened = TorchFile.open(resource("module.pth"))) {
      List<StateDict> found = StateDicts.in(opened.content());
      assertThat(found).hasSize(1);
      StateDict network = found.get(0).spellings().get(0);
      assertThat(network.prefix()).isEqualTo("module.");
      assertThat(network.tensors()).containsOnlyKeys(NAMES);
    }
  }

  private static Path resource(String name) throws Exception {
    return Path.of(WhatLiesBesideTest.class.getResource("../" + name).toURI());
  }
}
