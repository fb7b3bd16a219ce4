package org.abn.model.checkpoint;

import static org.abn.model.checkpoint.CheckpointTest.model;
import static org.abn.model.checkpoint.CheckpointTest.network;
import static org.abn.model.checkpoint.CheckpointTest.tensors;
import static org.abn.model.checkpoint.CheckpointTest.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.abn.model.checkpoint.torch.InvalidCheckpointException;
import org.abn.model.parts.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Networks that start from another's backbone. */
class BackboneTest {

  @TempDir private Path folder;

  @Test
  void initialisesABackboneFromAClassifierOfOtherClasses() throws IOException {
    ComputationGraph source = network("resnet8", 7, 1);
    source.getConfiguration().setIterationCount(9);
    Model model = model("abn-resnet8", 5, 2);
    ComputationGraph network = model.graph();
    Map<String, INDArray> before = copies(network);
    try (Checkpoint checkpoint = Checkpoint.open(write(source, folder))) {
      Imported imported = checkpoint.backboneInto(model);
      long backbone = source.numParams() - 7 * 65; // the classifier's weights and biases
      assertThat(imported.values()).isEqualTo(backbone);
    }
    Map<String, INDArray> given = NetworkTensors.of(source, model.parts()::isBackbone);
    tensors(network)
        .forEach(
            (name, array) ->
                assertThat(array).as(name).isEqualTo(given.getOrDefault(name, before.get(name))));
    assertThat(network.getConfiguration().getIterationCount()).isZero();
  }

  @Test
  void initialisesAMultiTaskNetworkFromAnImageNetClassifier() throws IOException {
    ComputationGraph source = network("imagenet-resnet18", 7, 1);
    Model model = model("abn-multitask-resnet18", 3, 2);
    ComputationGraph network = model.graph();
    Map<String, INDArray> before = copies(network);
    try (Checkpoint checkpoint = Checkpoint.open(write(source, folder))) {
      checkpoint.backboneInto(model);
    }
    Map<String, INDArray> given = tensors(source);
    tensors(network)
        .forEach(
            (name, array) -> {
              boolean anew = name.matches("(layer4_att|conv_att|output_per).*");
              assertThat(array).as(name).isEqualTo(anew ? before.get(name) : given.get(name));
            });
  }

  @Test
  void initialisesABackboneFromAnAttentionBranchNetwork() throws IOException {
    Model model = model("abn-resnet8", 5, 2);
    ComputationGraph network = model.graph();
    try (Checkpoint checkpoint = Checkpoint.open(write(network("abn-resnet8", 7, 1), folder))) {
      checkpoint.backboneInto(model);
    }
    assertThat(tensors(network).get("conv1.weight"))
        .isEqualTo(tensors(network("resnet8", 7, 1)).get("conv1.weight"));
  }

  @Test
  void refusesABackboneOfAnotherDepth() throws IOException {
    Model model = model("abn-resnet14", 5, 2);
    try (Checkpoint checkpoint = Checkpoint.open(write(network("resnet8", 7, 1), folder))) {
      assertThatThrownBy(() -> checkpoint.backboneInto(model))
          .isInstanceOf(InvalidCheckpointException.class)
          .hasMessageStartingWith("tensor layer1.1.conv1.weight is missing");
    }
  }

  private static Map<String, INDArray> copies(ComputationGraph network) {
    Map<String, INDArray> copies = tensors(network);
    copies.replaceAll((name, array) -> array.dup());
    return copies;
  }
}
