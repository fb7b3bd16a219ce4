package org.abn.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkTensorsTest {

  @ParameterizedTest
  @CsvSource({
    "feature_extractor/layer1.0.conv1, weight,         layer1.0.conv1.weight",
    "attention_branch/bn_att,          bias,           bn_att.bias",
    "attention_branch/bn_att,          mean,           bn_att.running_mean",
    "attention_branch/bn_att,          variance,       bn_att.running_var",
    "perception_branch/layer4,         0.conv1.weight, layer4.0.conv1.weight",
    "perception_branch/layer4,         1.bn2.variance, layer4.1.bn2.running_var"
  })
  void namesTensorsAsPyTorchDoes(String vertex, String parameter, String name) {
    assertThat(NetworkTensors.name(vertex, parameter)).isEqualTo(name);
  }
}
