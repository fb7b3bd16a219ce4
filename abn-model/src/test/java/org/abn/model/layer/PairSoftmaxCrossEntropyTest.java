package org.abn.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.abn.model.graph.FeatureVector;
import org.abn.model.graph.GraphScope;
import org.abn.model.parts.Branch;
import org.abn.model.parts.OutputKind;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

class PairSoftmaxCrossEntropyTest {

  private static final PairSoftmax SOFTMAX = new PairSoftmax();

  private final PairSoftmaxCrossEntropy loss = new PairSoftmaxCrossEntropy();
  private final INDArray labels = Nd4j.createFromArray(new double[][] {{1, 0}, {0, 1}});

  @Test
  void isTheMeanOverTasks() {
    INDArray logits = Nd4j.createFromArray(new double[][] {{-9, -9, 7, 7}, {0, 0, 0, Math.log(3)}});
    INDArray losses = loss.computeScoreArray(labels, logits, SOFTMAX, null);
    assertThat(losses.shape()).containsExactly(2, 1);
    assertThat(losses.getDouble(0)).isCloseTo(Math.log(2), within(1e-12));
    assertThat(losses.getDouble(1)).isCloseTo(Math.log(2 * 4.0 / 3) / 2, within(1e-12));
  }

  @Test
  void isExactForLargeLogits() {
    INDArray logits = Nd4j.createFromArray(new double[][] {{500, -500, 0, 0}, {0, 0, -500, 500}});
    assertThat(loss.computeScore(labels, logits, SOFTMAX, null, false))
        .isCloseTo((1000 + 2 * Math.log(2)) / 2, within(1e-9));
  }

  @Test
  void hasTheGradientOfTheSumOverExamples() {
    Nd4j.getRandom().setSeed(3);
    INDArray logits = Nd4j.randn(DataType.DOUBLE, 2, 4);
    CentralDifferences.assertEqual(
        "logits",
        () -> loss.computeScore(labels, logits, SOFTMAX, null, false),
        logits,
        loss.computeGradient(labels, logits, SOFTMAX, null),
        1);
  }

  @Test
  void trainsANetworkByHalfAsManyLabelsAsLogits() {
    Nd4j.getRandom().setSeed(3);
    ComputationGraph network = network();
    var batch = new MultiDataSet(Nd4j.randn(DataType.DOUBLE, 2, 3), labels);
    network.setInputs(batch.getFeatures());
    network.setLabels(batch.getLabels());
    network.initGradientsView();
    network.computeGradientAndScore();
    CentralDifferences.assertEqual(
        "weight",
        () -> network.score(batch, true),
        network.getParam("linear_weight"),
        network.gradient().getGradientFor("linear_weight").div(2),
        1);
    double before = network.score(batch, true);
    network.fit(batch);
    assertThat(network.score(batch, true)).isLessThan(before);
    assertThat(network.outputSingle(batch.getFeatures(0)).shape()).containsExactly(2, 4);
  }

  @Test
  void survivesJsonWithItsActivation() {
    ComputationGraphConfiguration configuration = network().getConfiguration();
    assertThat(ComputationGraphConfiguration.fromJson(configuration.toJson()))
        .isEqualTo(configuration);
  }

  @Test
  void refusesOneLabelALogit() {
    assertThatThrownBy(() -> loss.computeGradient(labels, labels, SOFTMAX, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("PairSoftmaxCrossEntropy expects labels [2, 1] for logits [2, 2], got [2, 2]");
  }

  private static ComputationGraph network() {
    var graph =
        new NeuralNetConfiguration.Builder()
            .seed(3)
            .dataType(DataType.DOUBLE)
            .graphBuilder()
            .addInputs("vector")
            .setInputTypes(InputType.feedForward(3));
    var scope = new GraphScope(graph);
    FeatureVector logits = scope.linear("linear", new FeatureVector("vector", 3), 4);
    scope.output(Branch.PERCEPTION, logits, OutputKind.ATTRIBUTE_PAIRS);
    var network = new ComputationGraph(graph.setOutputs(Branch.PERCEPTION.vertex()).build());
    network.init();
    return network;
  }
}
