package org.abn.model.layer;

import java.util.List;
import java.util.stream.IntStream;
import org.abn.model.kernel.Layout;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Runs {@link SharedPerception}. */
final class SharedPerceptionRuntime extends NativeLayerRuntime<SharedPerception> {

  private static final LayerWorkspaceMgr OF_SOME_TASKS = PassWorkspaces.named("ABN_TASKS");

  private GraphWalk trunk;

  /** {@code [N, H, W, C]}, of the last forward pass. */
  private INDArray features;

  /** {@code [T, N, H, W, 1]}. */
  private INDArray maps;

  /** Of the tasks of the moment. */
  private INDArray partialGradient;

  SharedPerceptionRuntime(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  /** Tasks that run together, one behind the other along the batch. */
  private record Tasks(int first, int end) {
    int count() {
      return end - first;
    }
  }

  @Override
  public boolean readsInputs() {
    return false;
  }

  @Override
  @SuppressWarnings("try")
  INDArray activate(Pass pass, LayerWorkspaceMgr workspaces) {
    split(workspaces);
    long[] shape = {features.size(0), layerConf().tasks(), layerConf().trunk().outputs()};
    INDArray vectors = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, shape, 'c');
    if (pass.keepsActivations() && allAtOnce()) {
      keep(forward(all(), pass, workspaces), all(), vectors);
    } else {
      for (Tasks tasks : someAtATime()) {
        try (MemoryWorkspace scope = OF_SOME_TASKS.notifyScopeEntered(ArrayType.ACTIVATIONS)) {
          keep(forward(tasks, pass, OF_SOME_TASKS), tasks, vectors);
          trunk().clear();
        }
      }
    }
    return vectors.reshape('c', shape[0], shape[1] * shape[2]);
  }

  /** Features and maps, each contiguous. */
  private void split(LayerWorkspaceMgr workspaces) {
    input = Layout.channelLast(input, ArrayType.ACTIVATIONS, workspaces);
    long[] shape = input.shape();
    int tasks = layerConf().tasks();
    features = workspaces.dup(ArrayType.ACTIVATIONS, channels(input, 0, shape[3] - tasks), 'c');
    INDArray behind = channels(input, shape[3] - tasks, shape[3]).permute(3, 0, 1, 2);
    maps =
        workspaces
            .dup(ArrayType.ACTIVATIONS, behind, 'c')
            .reshape('c', tasks, shape[0], shape[1], shape[2], 1);
  }

  private INDArray forward(Tasks tasks, Pass pass, LayerWorkspaceMgr workspaces) {
    long batch = features.size(0);
    long[] shape = features.shape().clone();
    shape[0] = batch * tasks.count();
    INDArray attended = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, shape, 'c');
    for (int i = 0; i < tasks.count(); i++) {
      MapProduct.of(features, maps.slice(tasks.first() + i), ofTask(attended, i, batch));
    }
    trunk().miniBatches(tasks.count());
    return trunk().forward(attended, pass, workspaces);
  }

  private static void keep(INDArray stacked, Tasks tasks, INDArray vectors) {
    long batch = vectors.size(0);
    for (int i = 0; i < tasks.count(); i++) {
      task(vectors, tasks.first() + i).assign(ofTask(stacked, i, batch));
    }
  }

  @Override
  @SuppressWarnings("try")
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray outputGradient, LayerWorkspaceMgr workspaces) {
    INDArray inputGradient =
        workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c');
    var sums = new Sums(workspaces);
    INDArray outer =
        outputGradient.reshape(
            'c', features.size(0), layerConf().tasks(), layerConf().trunk().outputs());
    if (allAtOnce()) {
      trunk().fill(gradientsFlattened);
      backward(all(), outer, sums, workspaces);
    } else {
      backwardSomeAtATime(outer, sums);
    }
    sums.into(inputGradient);
    return Pair.of(filledGradient(), inputGradient);
  }

  /** Computes activations again, and adds up gradients. */
  @SuppressWarnings("try")
  private void backwardSomeAtATime(INDArray outer, Sums sums) {
    trunk().fill(partialGradient());
    gradientsFlattened.assign(0);
    for (Tasks tasks : someAtATime()) {
      try (MemoryWorkspace scope = OF_SOME_TASKS.notifyScopeEntered(ArrayType.ACTIVATIONS)) {
        forward(tasks, pass(), OF_SOME_TASKS);
        backward(tasks, outer, sums, OF_SOME_TASKS);
        gradientsFlattened.addi(partialGradient.reshape(gradientsFlattened.shape()));
      }
    }
  }

  private void backward(Tasks tasks, INDArray outer, Sums sums, LayerWorkspaceMgr workspaces) {
    long batch = features.size(0);
    INDArray stacked =
        workspaces.createUninitialized(
            ArrayType.ACTIVATION_GRAD,
            dataType,
            new long[] {batch * tasks.count(), outer.size(2)},
            'c');
    for (int i = 0; i < tasks.count(); i++) {
      ofTask(stacked, i, batch).assign(task(outer, tasks.first() + i));
    }
    INDArray attended =
        Layout.channelLast(
            trunk().backward(stacked, workspaces), ArrayType.ACTIVATION_GRAD, workspaces);
    for (int i = 0; i < tasks.count(); i++) {
      sums.add(tasks.first() + i, ofTask(attended, i, batch));
    }
    trunk().clear();
  }

  /** What the tasks' gradients add up to. */
  private final class Sums {
    private final INDArray featureGradient;
    private final INDArray mapGradients;
    private final INDArray scratch;

    Sums(LayerWorkspaceMgr workspaces) {
      ArrayType kind = ArrayType.BP_WORKING_MEM;
      long[] shape = features.shape();
      featureGradient = workspaces.createUninitialized(kind, dataType, shape, 'c').assign(0);
      scratch = workspaces.createUninitialized(kind, dataType, shape, 'c');
      mapGradients = workspaces.createUninitialized(kind, dataType, maps.shape(), 'c');
    }

    /**
     * @param attended gradient of {@code g'_t}
     */
    void add(int task, INDArray attended) {
      MapProduct.mapGradient(features, attended, scratch, mapGradients.slice(task));
      MapProduct.of(attended, maps.slice(task), scratch);
      featureGradient.addi(scratch);
    }

    void into(INDArray inputGradient) {
      long channels = featureGradient.size(3);
      long all = inputGradient.size(3);
      channels(inputGradient, 0, channels).assign(featureGradient);
      long[] shape = mapGradients.shape();
      channels(inputGradient, channels, all)
          .assign(
              mapGradients
                  .reshape('c', shape[0], shape[1], shape[2], shape[3])
                  .permute(1, 2, 3, 0));
    }
  }

  private boolean allAtOnce() {
    return layerConf().tasksAtATime() == layerConf().tasks();
  }

  private Tasks all() {
    return new Tasks(0, layerConf().tasks());
  }

  private List<Tasks> someAtATime() {
    int all = layerConf().tasks();
    int some = layerConf().tasksAtATime();
    return IntStream.iterate(0, first -> first < all, first -> first + some)
        .mapToObj(first -> new Tasks(first, Math.min(all, first + some)))
        .toList();
  }

  private GraphWalk trunk() {
    if (trunk == null) {
      trunk = new GraphWalk(newTrunk());
    }
    return trunk;
  }

  /** What runs for each task, on this layer's parameters. */
  ComputationGraph newTrunk() {
    ComputationGraphConfiguration configuration = layerConf().trunk().graph().clone();
    configuration.setDataType(dataType);
    var graph = new ComputationGraph(configuration);
    graph.init(paramsFlattened.reshape(1, paramsFlattened.length()), false);
    return graph;
  }

  /** Lives as long as the layer, outside of every workspace. */
  @SuppressWarnings("try")
  private INDArray partialGradient() {
    if (partialGradient == null) {
      try (MemoryWorkspace none = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
        partialGradient = Nd4j.create(dataType, 1, gradientsFlattened.length());
      }
    }
    return partialGradient;
  }

  private static INDArray ofTask(INDArray stacked, int place, long batch) {
    return stacked.get(NDArrayIndex.interval(place * batch, (place + 1) * batch));
  }

  private static INDArray task(INDArray vectors, int task) {
    return vectors.get(NDArrayIndex.all(), NDArrayIndex.point(task), NDArrayIndex.all());
  }

  private static INDArray channels(INDArray map, long first, long end) {
    INDArrayIndex all = NDArrayIndex.all();
    return map.get(all, all, all, NDArrayIndex.interval(first, end));
  }

  @Override
  public void clear() {
    super.clear();
    features = null;
    maps = null;
    if (trunk != null) {
      trunk.clear();
    }
  }
}
