package org.abn.spark.bench;

import java.util.stream.DoubleStream;
import org.abn.model.InputShape;
import org.abn.model.Network;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.MultiDataSet;

/** How fast a network trains in this process, by a few steps: a glance beside {@link Bench}. */
public final class TrainingSpeed {
  private static final int WARM_UP = 3; // by then workspaces have their size
  private static final int STEPS = 3;

  private TrainingSpeed() {}

  /** Images per second, the median of three steps. */
  public static double of(Network network, InputShape images, int classes, int batch) {
    var workload = new Workload(network, images, classes, batch, Layers.OURS);
    ComputationGraph graph = workload.newModel().graph();
    MultiDataSet examples = workload.newBatch(graph);
    Runnable step = () -> graph.fit(examples);
    for (int i = 0; i < WARM_UP; i++) {
      step.run();
    }
    double[] seconds = DoubleStream.generate(() -> Timings.seconds(step)).limit(STEPS).toArray();
    return batch / Timings.median(seconds);
  }
}
