package org.abn.model.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.abn.model.ContractNetworks;
import org.abn.model.Network;
import org.abn.model.parts.Model;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.indexing.NDArrayIndex;

class TrainingStepTest {

  static List<String> names() {
    return List.of(
        "abn-resnet8",
        "abn-wrn-10-1",
        "abn-densenet-10-4",
        "abn-eq1-resnext-11-2x1",
        "seresnet18",
        "cam-vgg16-bn",
        "abn-multitask-resnet18");
  }

  @ParameterizedTest
  @MethodSource("names")
  void doesWhatFitDoes(String name) {
    compareWithFit(name, DataType.FLOAT);
  }

  @Test
  void doesSoWhereOneDnnDoesNotServe() {
    compareWithFit("abn-resnet8", DataType.DOUBLE);
  }

  private static void compareWithFit(String name, DataType type) {
    Model ours = ContractNetworks.model(name, type);
    Model dl4j = ContractNetworks.model(name, type);
    var step = new TrainingStep(ours.graph());
    // An epoch's last mini-batch is smaller, and the next epoch's first is as large as ever.
    MultiDataSet batch = ContractNetworks.batch(Network.named(name), type);
    for (int examples : new int[] {4, 4, 3, 4}) {
      MultiDataSet some = first(examples, batch);
      step.fit(some);
      dl4j.graph().fit(some);
      assertThat(ours.graph().score()).isEqualTo(dl4j.graph().score());
    }
    assertThat(ours.graph().getIterationCount()).isEqualTo(4);
    assertSame(ours.graph().params(), dl4j.graph().params());
    assertSame(
        ours.graph().getUpdater().getUpdaterStateViewArray(),
        dl4j.graph().getUpdater().getUpdaterStateViewArray());
  }

  private static MultiDataSet first(int examples, MultiDataSet batch) {
    return new MultiDataSet(
        first(examples, batch.getFeatures()), first(examples, batch.getLabels()));
  }

  private static INDArray[] first(int examples, INDArray... arrays) {
    return Arrays.stream(arrays)
        .map(array -> array.get(NDArrayIndex.interval(0, examples)).dup('c'))
        .toArray(INDArray[]::new);
  }

  private static void assertSame(INDArray ours, INDArray theirs) {
    INDArray difference = ours.reshape(ours.length()).sub(theirs.reshape(theirs.length()));
    assertThat(difference.amaxNumber().doubleValue())
        .isLessThan(1e-6); // batch norms of 5 channels normalise again by other code
  }
}
