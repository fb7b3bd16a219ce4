package org.abn.model.kernel;

import org.abn.model.kernel.ConvolutionKernel.Parameters;
import org.abn.model.kernel.Geometry.Window;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A grouped convolution with a bias, group by group: see {@link MapsByGroup}. */
final class OneDnnBiasedGroups implements BiasedConvolution {

  private final int groups;
  private final Reorder blocks;
  private final MapsByGroup inputs;
  private final MapsByGroup outputs;
  private final long[] outputShape;
  private final OneDnnBiasedConvolution ofGroup;

  OneDnnBiasedGroups(long[] inputShape, Window window, Epilogue epilogue) {
    groups = window.groups();
    Layout layout = Layout.preferred(window);
    long[] map = Layout.mapShape(inputShape);
    blocks = layout.from(inputShape);
    outputShape = layout.arrayShape(Geometry.over(map, window).outputShape());
    inputs = new MapsByGroup(groups, layout.arrayShape(map));
    outputs = new MapsByGroup(groups, outputShape);
    ofGroup =
        new OneDnnBiasedConvolution(inputs.shapeOfGroup(), MapsByGroup.ofGroup(window), epilogue);
  }

  @Override
  public long[] outputShape() {
    return outputShape.clone();
  }

  @Override
  public void forward(
      INDArray input, Parameters parameters, INDArray output, LayerWorkspaceMgr workspaces) {
    ArrayType kind = ArrayType.FF_WORKING_MEM;
    INDArray in = inputs.apart(blocks.theirs(input, workspaces, kind), kind, workspaces);
    INDArray weights = workspaces.dup(kind, parameters.weight(), 'c');
    INDArray biases = workspaces.dup(kind, parameters.bias(), 'c');
    INDArray out = outputs.empty(kind, workspaces);
    for (int g = 0; g < groups; g++) {
      var own = new Parameters(inputs.part(weights, g), inputs.part(biases, g));
      ofGroup.forward(inputs.part(in, g), own, outputs.part(out, g), workspaces);
    }
    outputs.together(out, output);
  }
}
