package org.abn.model;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.abn.model.GoldenVector.Arrays;
import org.abn.model.GoldenVector.Tensor;
import org.abn.model.layer.HeavyBallUpdater;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/** The first training step of a network and what it computed on its way, as DOUBLE. */
final class FirstStep {

  private final GoldenVector golden;
  private final ComputationGraph network;
  private final Map<String, INDArray> activations = new HashMap<>();
  private final Map<String, INDArray> before;
  private final Map<String, INDArray> gradients = new LinkedHashMap<>();
  private final Map<String, INDArray> after;
  private final double loss;

  /** Takes the step. */
  FirstStep(GoldenVector golden, ComputationGraph network, MultiDataSet batch) {
    this.golden = golden;
    this.network = network;
    before = state();
    HeavyBallUpdater.install(network);
    network.setListeners(new Listener(batch.getFeatures(0).size(0)));
    network.fit(batch);
    network.setListeners();
    after = state();
    loss = network.score();
  }

  private final class Listener extends BaseTrainingListener {

    private final long images;

    Listener(long images) {
      this.images = images;
    }

    @Override
    public void onForwardPass(Model model, Map<String, INDArray> byVertex) {
      byVertex.forEach((vertex, array) -> activations.put(vertex, kept(ChannelLast.of(array))));
    }

    /** Sees the gradients before they are divided by the images, decayed and followed. */
    @Override
    public void onBackwardPass(Model model) {
      var arrays = new Arrays(network);
      for (Tensor tensor : golden.tensors()) {
        if (tensor.isTrained()) {
          gradients.put(tensor.name(), kept(arrays.gradientOf(tensor)).divi(images));
        }
      }
    }
  }

  private Map<String, INDArray> state() {
    var arrays = new Arrays(network);
    Map<String, INDArray> state = new LinkedHashMap<>();
    golden.tensors().forEach(tensor -> state.put(tensor.name(), kept(arrays.of(tensor))));
    return state;
  }

  /** A copy that outlives the network's workspaces. */
  private static INDArray kept(INDArray array) {
    return array.castTo(DataType.DOUBLE).dup('c').detach();
  }

  /** To be trained further: what is kept here are copies. */
  ComputationGraph network() {
    return network;
  }

  /** The step's, of all branches together. */
  double loss() {
    return loss;
  }

  GoldenVectorsTest.Outputs outputs() {
    return new GoldenVectorsTest.Outputs(golden.parts(), activations);
  }

  /** By tensor, before the step. */
  Map<String, INDArray> before() {
    return before;
  }

  /** By trained tensor the gradient of the mean loss, without weight decay. */
  Map<String, INDArray> gradients() {
    return gradients;
  }

  /** By tensor, after the step. */
  Map<String, INDArray> after() {
    return after;
  }

  /** The greatest distance of a tensor of running statistics from another's, relative to that. */
  double worstErrorOfStatistics(FirstStep other) {
    return golden.tensors().stream()
        .filter(tensor -> !tensor.isTrained())
        .map(Tensor::name)
        .mapToDouble(
            name -> {
              INDArray due = other.after.get(name);
              return after.get(name).distance2(due) / due.norm2Number().doubleValue();
            })
        .max()
        .orElseThrow();
  }

  /**
   * How many values of rectified maps are positive in one of two steps and zero in the other; and
   * one more where there is a max pool, whose choice leaves no trace in a map.
   */
  long flips(FirstStep other) {
    long flips = 0;
    for (String vertex : activations.keySet()) {
      INDArray values = activations.get(vertex);
      if (values.minNumber().doubleValue() == 0) {
        INDArray flipped = values.gt(0).neq(other.activations.get(vertex).gt(0));
        flips += flipped.castTo(DataType.LONG).sumNumber().longValue();
      }
      if (vertex.endsWith("maxpool")) {
        flips++;
      }
    }
    return flips;
  }
}
