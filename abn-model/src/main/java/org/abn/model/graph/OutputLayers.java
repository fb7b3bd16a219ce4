package org.abn.model.graph;

import org.abn.model.layer.PairSoftmax;
import org.abn.model.layer.PairSoftmaxCrossEntropy;
import org.abn.model.layer.SigmoidCrossEntropy;
import org.abn.model.layer.SoftmaxCrossEntropy;
import org.abn.model.parts.OutputKind;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.nd4j.linalg.activations.Activation;

/** The last layers of a network: they make probabilities of logits, and have the losses. */
final class OutputLayers {

  private OutputLayers() {}

  static LossLayer of(OutputKind kind) {
    return switch (kind) {
      case CLASSES ->
          new LossLayer.Builder(new SoftmaxCrossEntropy()).activation(Activation.SOFTMAX).build();
      case ATTRIBUTES ->
          new LossLayer.Builder(new SigmoidCrossEntropy()).activation(Activation.SIGMOID).build();
      case ATTRIBUTE_PAIRS ->
          new LossLayer.Builder(new PairSoftmaxCrossEntropy())
              .activation(new PairSoftmax())
              .build();
    };
  }
}
