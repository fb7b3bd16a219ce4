package org.abn.model.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.abn.model.ChannelLast;
import org.abn.model.ContractNetworks;
import org.abn.model.InputShape;
import org.abn.model.Network;
import org.abn.model.Sgd;
import org.abn.model.inference.Prediction.Answer;
import org.abn.model.parts.Branch;
import org.abn.model.parts.Model;
import org.abn.model.parts.Output;
import org.abn.model.parts.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

@Tag("onednn")
class PredictorTest {

  /** Networks are large outside of the heap, where the collector does not see them. */
  @AfterEach
  void collect() {
    System.gc();
  }

  /** In DOUBLE the network computes without blocks and without oneDNN. */
  @ParameterizedTest
  @MethodSource("org.abn.model.ContractNetworks#ofEachFamily")
  void answersAsTheNetworkInDouble(String name) {
    Model model = ContractNetworks.trained(name);
    INDArray images = ContractNetworks.images(Network.named(name), DataType.FLOAT);
    Map<String, INDArray> exact =
        ContractNetworks.inDouble(name, model)
            .graph()
            .feedForward(images.castTo(DataType.DOUBLE), false);
    try (Predictor predictor = Predictor.of(model);
        Prediction prediction = predictor.predict(images)) {
      for (Output output : model.parts().outputs()) {
        Answer answer = prediction.of(output.branch());
        assertAgree("logits", answer.logits(), exact.get(output.logits()));
        assertAgree("probabilities", answer.probabilities(), exact.get(output.branch().vertex()));
      }
      assertThat(prediction.maps().isPresent()).isEqualTo(model.parts().hasAttention());
      prediction
          .maps()
          .ifPresent(
              maps -> {
                String vertex = model.parts().vertex(Role.ATTENTION_MAP).orElseThrow();
                assertAgree("maps", maps, ChannelLast.of(exact.get(vertex)));
              });
    }
  }

  /** FLOAT is 1.4e-4 off in a ResNet50 whose running statistics come from four images. */
  private static void assertAgree(String what, INDArray values, INDArray due) {
    assertThat(values.shape()).as(what).isEqualTo(due.shape());
    assertThat(values.ordering()).as(what).isEqualTo('c');
    double error = values.castTo(DataType.DOUBLE).distance2(due);
    assertThat(error / due.norm2Number().doubleValue()).as(what).isLessThan(1e-3);
  }

  /** 8 and 40 fill blocks of 8 channels, 16, 32 and 48 blocks of 16 too. */
  @ParameterizedTest
  @ValueSource(ints = {3, 8, 16, 32, 40, 48})
  void givesPlainMapsOfAnyNumberOfTasks(int tasks) {
    Network network = Network.named("abn-multitask-resnet18");
    Model model =
        network
            .configuration(
                new InputShape(64, 32, 3), tasks, Sgd.constant(0.1, 0.9, 0), 1, DataType.FLOAT)
            .newModel();
    INDArray images = Nd4j.rand(DataType.FLOAT, 2, 64, 32, 3);
    try (Predictor predictor = Predictor.of(model);
        Prediction prediction = predictor.predict(images)) {
      INDArray maps = prediction.maps().orElseThrow();
      assertThat(maps.shape()).containsExactly(2, 4, 2, tasks);
      // The attention branch's scores are the means of its maps.
      INDArray means = maps.mean(1, 2);
      INDArray scores = prediction.of(Branch.ATTENTION).logits();
      assertThat(means.sub(scores).amaxNumber().doubleValue()).isCloseTo(0, within(1e-5));
    }
  }

  @Test
  void isNotChangedByLaterTraining() {
    Model model = ContractNetworks.trained("abn-resnet8");
    Network network = Network.named("abn-resnet8");
    INDArray images = ContractNetworks.images(network, DataType.FLOAT);
    try (Predictor predictor = Predictor.of(model);
        Prediction before = predictor.predict(images)) {
      model.graph().fit(ContractNetworks.batch(network, DataType.FLOAT));
      try (Prediction after = predictor.predict(images)) {
        assertThat(after.of(Branch.PERCEPTION).logits())
            .isEqualTo(before.of(Branch.PERCEPTION).logits());
      }
    }
  }

  @Test
  void takesMiniBatchesOfAnySize() {
    Model model = ContractNetworks.trained("abn-resnet8");
    INDArray images = ContractNetworks.images(Network.named("abn-resnet8"), DataType.FLOAT);
    try (Predictor predictor = Predictor.of(model);
        Prediction all = predictor.predict(images);
        Prediction one = predictor.predict(images.slice(2).dup().reshape(1, 16, 12, 3))) {
      INDArray due = all.of(Branch.PERCEPTION).logits().slice(2);
      INDArray found = one.of(Branch.PERCEPTION).logits().slice(0);
      assertThat(found.sub(due).amaxNumber().doubleValue()).isCloseTo(0, within(1e-5));
    }
  }

  @Test
  void hasNoAnswerOfABranchThatIsNotThere() {
    Model model = ContractNetworks.model("resnet8", DataType.FLOAT);
    INDArray images = ContractNetworks.images(Network.named("resnet8"), DataType.FLOAT);
    try (Predictor predictor = Predictor.of(model);
        Prediction prediction = predictor.predict(images)) {
      assertThat(prediction.maps()).isEmpty();
      assertThatThrownBy(() -> prediction.of(Branch.ATTENTION))
          .hasMessage("the network has no output attention");
    }
  }
}
