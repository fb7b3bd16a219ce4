package org.abn.spark.bench;

import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.abn.model.InputShape;
import org.abn.model.Network;
import org.abn.model.parts.Model;
import org.nd4j.linalg.dataset.MultiDataSet;

/** How fast a network trains in this process, by a few steps: a glance beside {@link Bench}. */
public final class TrainingSpeed {
  private static final int WARM_UP = 3;
  private static final int STEPS = 3;

  private TrainingSpeed() {}

  /** Images per second, the median of three steps. */
  public static double of(Network network, InputShape images, int classes, int batch) {
    var workload = new Workload(network, images, classes, batch, Layers.OURS);
    Model model = workload.newModel();
    MultiDataSet examples = workload.newBatch(model.graph());
    Consumer<MultiDataSet> train = workload.layers().training(model);
    IntStream.range(0, WARM_UP).forEach(i -> train.accept(examples));
    return batch / Timings.median(Timings.each(STEPS, () -> train.accept(examples)));
  }
}
