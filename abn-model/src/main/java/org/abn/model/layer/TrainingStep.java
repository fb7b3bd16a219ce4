package org.abn.model.layer;

import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.abn.model.kernel.HostMemory;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Trains a graph of one input on one mini-batch at a time: what {@link ComputationGraph#fit} does,
 * with the same numbers, in less memory. DL4J keeps every activation until a step ends; here it
 * goes when nothing looks at it any more ({@link StepArrays}).
 *
 * <p>Listeners are told what output layers take, and when an iteration is done. A network serves
 * one thread at a time.
 */
public final class TrainingStep {

  /** As many as steps ran at the same time; a step leaves its memory to the next. */
  private static final Deque<ArenaWorkspaces> MEMORY = new ConcurrentLinkedDeque<>();

  private final ComputationGraph graph;
  private final GraphVertex[] vertices;
  private final int[] order;
  private final List<String> outputs;

  /**
   * @param graph initialised, of one input
   */
  public TrainingStep(ComputationGraph graph) {
    this.graph = graph;
    vertices = graph.getVertices();
    order = graph.topologicalSortOrder();
    outputs = graph.getConfiguration().getNetworkOutputs();
  }

  /** Lets go of the memory of steps that are over, where no more are to come soon. */
  public static void releaseMemory() {
    MEMORY.clear();
  }

  /** Updates parameters, momentum and running statistics by one mini-batch. */
  public void fit(MultiDataSet batch) {
    fit(batch, StepObserver.NONE);
  }

  /**
   * The same.
   *
   * @param observer is told how long its parts take; not on a GPU
   */
  public void fit(MultiDataSet batch, StepObserver observer) {
    if (!HostMemory.hasArrays()) { // on a GPU DL4J's own step, whose memory has been tried there
      graph.fit(batch);
      return;
    }
    if (graph.getFlattenedGradients() == null) {
      graph.initGradientsView();
    }
    for (Layer layer : graph.getLayers()) {
      layer.setIterationCount(graph.getIterationCount());
      layer.setEpochCount(graph.getEpochCount());
    }
    ArenaWorkspaces idle = MEMORY.poll();
    ArenaWorkspaces memory = idle == null ? new ArenaWorkspaces() : idle;
    var arrays = new StepArrays(vertices, memory, observer);
    try {
      forward(batch.getFeatures(0), arrays);
      graph.setScore(backward(batch.getLabels(), arrays));
    } finally {
      arrays.release();
      Arrays.stream(vertices).forEach(GraphVertex::clear);
      MEMORY.push(memory);
    }
    update((int) batch.getFeatures(0).size(0));
  }

  private void forward(INDArray images, StepArrays arrays) {
    Map<String, INDArray> logits = new HashMap<>();
    for (int i : order) {
      GraphVertex vertex = vertices[i];
      if (vertex.isInputVertex()) {
        arrays.feed(vertex, images);
      } else if (isOutput(vertex)) {
        // Its forward pass is part of its backward pass.
        GraphVertex source = vertices[vertex.getInputVertices()[0].getVertexIndex()];
        logits.put(source.getVertexName(), arrays.output(source));
      } else {
        arrays.forward(vertex);
      }
    }
    for (TrainingListener listener : graph.getListeners()) {
      listener.onForwardPass(graph, logits);
    }
  }

  /** Fills the gradients; gives the loss. */
  private double backward(INDArray[] labels, StepArrays arrays) {
    double loss = 0;
    for (int i = order.length - 1; i >= 0; i--) {
      GraphVertex vertex = vertices[order[i]];
      if (isOutput(vertex)) {
        ((IOutputLayer) vertex.getLayer())
            .setLabels(labels[outputs.indexOf(vertex.getVertexName())]);
      }
      if (!vertex.isInputVertex()) {
        arrays.backward(vertex);
      }
      if (isOutput(vertex)) {
        loss += ((IOutputLayer) vertex.getLayer()).computeScore(0, true, arrays.memory());
      }
    }
    return loss;
  }

  private void update(int batch) {
    int iteration = graph.getIterationCount();
    int epoch = graph.getEpochCount();
    INDArray gradients = graph.getFlattenedGradients();
    graph
        .getUpdater()
        .update(
            new DefaultGradient(gradients),
            iteration,
            epoch,
            batch,
            LayerWorkspaceMgr.noWorkspaces());
    graph.params().subi(gradients.reshape(graph.params().shape()));
    graph.getConfiguration().setIterationCount(iteration + 1);
    for (TrainingListener listener : graph.getListeners()) {
      listener.iterationDone(graph, iteration, epoch);
    }
  }

  private static boolean isOutput(GraphVertex vertex) {
    return vertex.hasLayer() && vertex.getLayer() instanceof IOutputLayer;
  }
}
