package org.abn.model.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.abn.model.ContractNetworks;
import org.abn.model.Network;
import org.abn.model.explain.SaliencyMap;
import org.abn.model.inference.Prediction;
import org.abn.model.inference.Predictor;
import org.abn.model.parts.Branch;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class PerturbedNetworkTest {

  @Test
  void aPredictorAnswersAsManyImagesAsABatchHolds() {
    Network network = Network.named("abn-resnet8");
    INDArray images = ContractNetworks.images(network, DataType.FLOAT).slice(0, 0);
    NormalisedImage image = NormalisedImage.of(images);
    try (Predictor predictor = Predictor.of(ContractNetworks.trained("abn-resnet8"));
        Prediction whole = predictor.predict(images.reshape(1, image.height(), image.width(), 3))) {
      SaliencyMap map = SaliencyMap.of(whole.maps().orElseThrow()).get(0).get(0);
      Perturbed perturbed =
          new Perturbation(asked -> probabilities(predictor, asked), 10, 1)
              .of("a", image, List.of(PixelMap.of(map, image.height(), image.width())))
              .get(0);
      double confidence = whole.of(Branch.PERCEPTION).probabilities().maxNumber().doubleValue();
      assertThat(perturbed.deletion().confidences()).hasSize(image.height() + 1);
      assertThat(perturbed.deletion().confidences()[0]).isCloseTo(confidence, within(1e-5));
      assertThat(perturbed.insertion().confidences()[image.height()])
          .isCloseTo(confidence, within(1e-5));
    }
  }

  private static float[][] probabilities(Predictor predictor, INDArray images) {
    try (Prediction prediction = predictor.predict(images)) {
      return prediction.of(Branch.PERCEPTION).probabilities().toFloatMatrix();
    }
  }
}
