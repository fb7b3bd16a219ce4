package org.abn.model.kernel;

import org.abn.model.kernel.Geometry.Window;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A grouped convolution, group by group: see {@link MapsByGroup}. */
final class OneDnnGroups implements PlainConvolution {

  private final int groups;
  private final Reorder blocks;
  private final MapsByGroup inputs;
  private final MapsByGroup outputs;
  private final long[] outputShape;
  private final OneDnnConvolution ofGroup;

  OneDnnGroups(long[] inputShape, Window window) {
    groups = window.groups();
    Layout layout = Layout.preferred(window);
    long[] map = Layout.mapShape(inputShape);
    blocks = layout.from(inputShape);
    outputShape = layout.arrayShape(Geometry.over(map, window).outputShape());
    inputs = new MapsByGroup(groups, layout.arrayShape(map));
    outputs = new MapsByGroup(groups, outputShape);
    ofGroup = new OneDnnConvolution(inputs.shapeOfGroup(), MapsByGroup.ofGroup(window));
  }

  @Override
  public long[] outputShape() {
    return outputShape.clone();
  }

  @Override
  public void forward(
      INDArray input, INDArray weight, INDArray output, LayerWorkspaceMgr workspaces) {
    ArrayType kind = ArrayType.FF_WORKING_MEM;
    INDArray in = inputs.apart(blocks.theirs(input, workspaces, kind), kind, workspaces);
    INDArray weights = workspaces.dup(kind, weight, 'c');
    INDArray out = outputs.empty(kind, workspaces);
    for (int g = 0; g < groups; g++) {
      ofGroup.forward(
          inputs.part(in, g), inputs.part(weights, g), outputs.part(out, g), workspaces);
    }
    outputs.together(out, output);
  }

  @Override
  public void backward(
      INDArray input,
      INDArray weight,
      INDArray outputGradient,
      Gradients gradients,
      LayerWorkspaceMgr workspaces) {
    ArrayType kind = ArrayType.BP_WORKING_MEM;
    INDArray in = inputs.apart(blocks.theirs(input, workspaces, kind), kind, workspaces);
    INDArray outer = outputs.apart(outputGradient, kind, workspaces);
    INDArray weights = workspaces.dup(kind, weight, 'c');
    INDArray weightGradient =
        workspaces.createUninitialized(kind, weight.dataType(), weight.shape(), 'c');
    INDArray inner = gradients.input() == null ? null : inputs.empty(kind, workspaces);
    for (int g = 0; g < groups; g++) {
      ofGroup.backward(
          inputs.part(in, g),
          inputs.part(weights, g),
          outputs.part(outer, g),
          new Gradients(
              inner == null ? null : inputs.part(inner, g), inputs.part(weightGradient, g)),
          workspaces);
    }
    gradients.weight().assign(weightGradient);
    if (inner != null) {
      INDArray target = blocks.target(gradients.input(), workspaces, kind);
      inputs.together(inner, target);
      blocks.back(target, gradients.input());
    }
  }
}
