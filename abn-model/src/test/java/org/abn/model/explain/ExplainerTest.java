package org.abn.model.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.abn.model.ContractNetworks;
import org.abn.model.Network;
import org.abn.model.inference.Prediction;
import org.abn.model.inference.Predictor;
import org.abn.model.parts.Branch;
import org.abn.model.parts.Model;
import org.abn.model.parts.Output;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class ExplainerTest {

  /** Networks are large outside of the heap, where the collector does not see them. */
  @AfterEach
  void collect() {
    System.gc();
  }

  @ParameterizedTest
  @MethodSource("org.abn.model.ContractNetworks#ofEachFamily")
  void explainsEveryNetworkByEveryMethodThatCan(String name) {
    Model model = ContractNetworks.trained(name);
    INDArray images = ContractNetworks.images(Network.named(name), DataType.FLOAT);
    Set<ExplanationMethod> methods = possible(model);
    assertThat(methods).contains(ExplanationMethod.GRAD_CAM);
    try (Explainer explainer = new Explainer(model, methods);
        Predictor predictor = Predictor.of(model);
        Prediction prediction = predictor.predict(images)) {
      List<Explanation> explanations = explainer.explain(images, Targets.PREDICTED);
      assertThat(explanations).hasSize(ContractNetworks.BATCH);
      for (int n = 0; n < explanations.size(); n++) {
        Explanation explanation = explanations.get(n);
        Output perception = model.parts().output(Branch.PERCEPTION);
        assertThat(explanation.perception())
            .isEqualTo(
                perception
                    .kind()
                    .answers(
                        prediction
                            .of(Branch.PERCEPTION)
                            .probabilities()
                            .getRow(n)
                            .toFloatVector()));
        assertThat(explanation.maps().keySet()).isEqualTo(methods);
        requireRanges(explanation);
      }
    }
  }

  private static Set<ExplanationMethod> possible(Model model) {
    Set<ExplanationMethod> methods = EnumSet.allOf(ExplanationMethod.class);
    methods.removeIf(method -> method.obstacle(model).isPresent());
    return methods;
  }

  private static void requireRanges(Explanation explanation) {
    for (int i = 0; i < explanation.targets().size(); i++) {
      MapRange gradCam = explanation.map(ExplanationMethod.GRAD_CAM, i).range();
      assertThat(gradCam.isFinite()).isTrue();
      assertThat(gradCam.least()).isNotNegative();
    }
  }

  /** Where the last map is averaged and classified by one layer, as Selvaraju et al. prove. */
  @ParameterizedTest
  @ValueSource(strings = {"abn-resnet8", "cam-resnet18", "cam-vgg16-bn", "abn-multitask-resnet18"})
  void gradCamIsTheRectifiedCamOverThePositions(String name) {
    Model model = ContractNetworks.trained(name);
    INDArray images = ContractNetworks.images(Network.named(name), DataType.FLOAT);
    try (Explainer explainer =
        new Explainer(model, List.of(ExplanationMethod.CAM, ExplanationMethod.GRAD_CAM))) {
      for (Explanation explanation : explainer.explain(images, new Targets(List.of(3, 0)))) {
        assertThat(explanation.targets()).containsExactly(3, 0);
        for (int i = 0; i < 2; i++) {
          float[][] cam = explanation.map(ExplanationMethod.CAM, i).values();
          float[][] gradCam = explanation.map(ExplanationMethod.GRAD_CAM, i).values();
          int positions = cam.length * cam[0].length;
          float due = Math.max(0, cam[0][0]) / positions;
          assertThat(gradCam[0][0]).isCloseTo(due, within(1e-5f));
        }
      }
    }
  }

  @Test
  void camOfAClassActivationNetworkIsTheMapThatItAverages() {
    Model model = ContractNetworks.trained("cam-resnet18");
    INDArray images = ContractNetworks.images(Network.named("cam-resnet18"), DataType.FLOAT);
    try (Explainer explainer = new Explainer(model, List.of(ExplanationMethod.CAM));
        Predictor predictor = Predictor.of(model);
        Prediction prediction = predictor.predict(images)) {
      INDArray logits = prediction.of(Branch.PERCEPTION).logits();
      List<Explanation> explanations = explainer.explain(images, new Targets(List.of(2)));
      for (int n = 0; n < explanations.size(); n++) {
        double mean = mean(explanations.get(n).map(ExplanationMethod.CAM, 0));
        assertThat(mean).isCloseTo(logits.getDouble(n, 2), withinPercentage(0.001));
      }
    }
  }

  private static double mean(SaliencyMap map) {
    double sum = 0;
    for (float[] row : map.values()) {
      for (float value : row) {
        sum += value;
      }
    }
    return sum / (map.values().length * map.values()[0].length);
  }

  @Test
  void explainsTheClassThatIsPredictedUnlessAskedForAnother() {
    Model model = ContractNetworks.trained("abn-resnet8");
    INDArray images = ContractNetworks.images(Network.named("abn-resnet8"), DataType.FLOAT);
    try (Explainer explainer = new Explainer(model, List.of(ExplanationMethod.ATTENTION))) {
      for (Explanation explanation : explainer.explain(images, Targets.PREDICTED)) {
        float[] scores = explanation.perception();
        assertThat(explanation.targets()).hasSize(1);
        float greatest = scores[explanation.targets().get(0)];
        for (float score : scores) {
          assertThat(score).isLessThanOrEqualTo(greatest);
        }
      }
    }
  }

  /** Eq. 2: a map of zeros lets all features through, and the network's own changes nothing. */
  @Test
  void otherAttentionMapsGiveOtherAnswers() {
    Model model = ContractNetworks.trained("abn-resnet8");
    INDArray images = ContractNetworks.images(Network.named("abn-resnet8"), DataType.FLOAT);
    try (Explainer explainer = new Explainer(model, List.of(ExplanationMethod.ATTENTION));
        Predictor predictor = Predictor.of(model);
        Prediction own = predictor.predict(images);
        Prediction none = predictor.predict(images, own.maps().orElseThrow().mul(0))) {
      INDArray maps = own.maps().orElseThrow();
      Explanation plain = explainer.explain(images, Targets.PREDICTED).get(0);
      Explanation same = explainer.explain(images, maps, Targets.PREDICTED).get(0);
      Explanation other = explainer.explain(images, maps.mul(0), Targets.PREDICTED).get(0);
      assertThat(same.perception()).isEqualTo(plain.perception());
      assertThat(other.perception()).isNotEqualTo(plain.perception());
      assertThat(other.probabilities().get(Branch.ATTENTION))
          .isEqualTo(plain.probabilities().get(Branch.ATTENTION));
      assertThat(other.map(ExplanationMethod.ATTENTION, 0).range()).isEqualTo(new MapRange(0, 0));
      assertThat(none.of(Branch.PERCEPTION).probabilities().getRow(0).toFloatVector())
          .isEqualTo(other.perception());
    }
  }

  @Test
  void refusesWhatTheNetworkHasNot() {
    Model baseline = ContractNetworks.model("resnet8", DataType.FLOAT);
    assertThatThrownBy(() -> new Explainer(baseline, List.of(ExplanationMethod.ATTENTION)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("attention: the network has no attention branch; use grad-cam");
    Model vgg = ContractNetworks.model("vgg16", DataType.FLOAT);
    assertThatThrownBy(() -> new Explainer(vgg, List.of(ExplanationMethod.CAM)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("cam: the network does not classify the averages");
  }
}
