package org.abn.model.layer;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.updater.graph.ComputationGraphUpdater;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.Axpy;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * {@link HeavyBall} and weight decay on a whole network at once; the same numbers, to the bit, as
 * DL4J's own updater, which goes through the network array by array and makes new views of each in
 * every step.
 */
public final class HeavyBallUpdater extends ComputationGraphUpdater {

  private final HeavyBall rule;
  private final L2Regularization decay;

  /** Where trained parameters lie in the flat vectors; running statistics lie between them. */
  private final List<Run> runs;

  private INDArray gradients;
  private List<Decayed> decayed;

  /** From the first value of a run to before the one behind it. */
  private record Run(long start, long end) {

    INDArray of(INDArray vector) {
      return vector.reshape(vector.length()).get(NDArrayIndex.interval(start, end));
    }
  }

  private record Decayed(INDArray parameters, INDArray gradients) {}

  private HeavyBallUpdater(ComputationGraph network, NativeLayer any) {
    super(network);
    rule = (HeavyBall) any.getIUpdater();
    decay = decayOf(any);
    runs = runs(network);
  }

  /**
   * Makes a network of {@link NativeLayer}s train by this updater, with a momentum of zero.
   *
   * @param network configured with {@link HeavyBall}
   */
  public static void install(ComputationGraph network) {
    network.setUpdater(new HeavyBallUpdater(network, nativeLayers(network).get(0)));
  }

  private static List<NativeLayer> nativeLayers(ComputationGraph network) {
    List<NativeLayer> layers = new ArrayList<>();
    for (Layer layer : network.getLayers()) {
      if (layer.conf().getLayer() instanceof NativeLayer own && layer.numParams() > 0) {
        layers.add(own);
      }
    }
    return layers;
  }

  private static L2Regularization decayOf(NativeLayer layer) {
    List<Regularization> regularization = layer.getRegularization();
    return regularization == null || regularization.isEmpty()
        ? new L2Regularization(0)
        : (L2Regularization) regularization.get(0);
  }

  /** As the flat vectors are laid out: layers in topological order, each as its table says. */
  private static List<Run> runs(ComputationGraph network) {
    List<Run> runs = new ArrayList<>();
    long place = 0;
    long start = -1;
    for (NativeLayer layer : inTopologicalOrder(network)) {
      for (Parameter parameter : layer.parameters()) {
        if (parameter.trained() && start < 0) {
          start = place;
        } else if (!parameter.trained() && start >= 0) {
          runs.add(new Run(start, place));
          start = -1;
        }
        place += parameter.length();
      }
    }
    if (start >= 0) {
      runs.add(new Run(start, place));
    }
    return runs;
  }

  private static List<NativeLayer> inTopologicalOrder(ComputationGraph network) {
    List<NativeLayer> layers = new ArrayList<>();
    for (int vertex : network.topologicalSortOrder()) {
      if (network.getVertices()[vertex].hasLayer()
          && network.getVertices()[vertex].getLayer().conf().getLayer()
              instanceof NativeLayer layer) {
        layers.add(layer);
      }
    }
    return layers;
  }

  @Override
  public synchronized void update(
      Gradient unused, int iteration, int epoch, int batchSize, LayerWorkspaceMgr workspaces) {
    INDArray g = getFlattenedGradientsView();
    prepare(g);
    g.divi(batchSize);
    double rate = rule.getLearningRate(iteration, epoch);
    double coefficient = decay.getL2().valueAt(iteration, epoch);
    if (coefficient > 0) {
      for (Decayed run : decayed) {
        Nd4j.exec(new Axpy(run.parameters(), run.gradients(), run.gradients(), coefficient));
      }
    }
    INDArray velocity = getUpdaterStateViewArray().reshape(g.shape());
    velocity.muli(rule.momentum()).addi(g);
    g.assign(velocity).muli(rate);
  }

  private void prepare(INDArray g) {
    if (g != gradients) {
      gradients = g;
      decayed = runs.stream().map(run -> new Decayed(run.of(getParams()), run.of(g))).toList();
    }
  }
}
