package org.abn.model.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Set;
import org.abn.model.ContractNetworks;
import org.abn.model.InputShape;
import org.abn.model.Network;
import org.abn.model.Sgd;
import org.abn.model.parts.Model;
import org.abn.model.parts.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class OpenAttentionTest {

  @ParameterizedTest
  @ValueSource(strings = {"abn-resnet8", "abn-eq1-resnet8"})
  void letsTheFeaturesThroughAsTheyAre(String name) {
    Model model = ContractNetworks.trained(name);
    INDArray images = ContractNetworks.images(Network.named(name), DataType.FLOAT);
    Set<Role> roles = Set.of(Role.FEATURES, Role.ATTENDED_FEATURES, Role.LAST_FEATURE_MAP);
    try (Predictor predictor = Predictor.of(model, roles);
        Prediction own = predictor.predict(images);
        INDArray open = OpenAttention.like(model, own.maps().orElseThrow());
        Prediction before = predictor.predict(images, open)) {
      assertThat(difference(before, Role.FEATURES, before, Role.ATTENDED_FEATURES)).isZero();
      assertThat(difference(own, Role.FEATURES, own, Role.ATTENDED_FEATURES)).isPositive();
      assertThat(difference(own, Role.LAST_FEATURE_MAP, before, Role.LAST_FEATURE_MAP))
          .isPositive();
    }
  }

  private static double difference(Prediction one, Role what, Prediction other, Role than) {
    INDArray values = one.featureMaps().get(what);
    return values.sub(other.featureMaps().get(than)).amaxNumber().doubleValue();
  }

  /** There a task's features are multiplied by its map, out of sight. */
  @Test
  void isOneForEveryTask() {
    var input = new InputShape(64, 64, 3);
    Model model =
        Network.named("abn-multitask-resnet18")
            .configuration(input, 3, Sgd.constant(0.1, 0.9, 0), 1, DataType.FLOAT)
            .newModel();
    INDArray open = OpenAttention.like(model, Nd4j.rand(DataType.FLOAT, 2, 4, 4, 3));
    assertThat(open.shape()).containsExactly(2, 4, 4, 3);
    assertThat(open.minNumber().doubleValue()).isCloseTo(1, within(0.0));
    assertThat(open.maxNumber().doubleValue()).isCloseTo(1, within(0.0));
  }
}
