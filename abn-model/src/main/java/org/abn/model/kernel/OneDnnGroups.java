package org.abn.model.kernel;

import org.abn.model.kernel.Geometry.Window;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A grouped convolution, group by group: see {@link GroupedMaps}. */
final class OneDnnGroups implements PlainConvolution {

  private final GroupedMaps maps;
  private final OneDnnConvolution ofGroup;

  OneDnnGroups(long[] inputShape, Window window) {
    maps = GroupedMaps.of(inputShape, window);
    ofGroup = new OneDnnConvolution(maps.inputs().shapeOfGroup(), maps.ofGroup());
  }

  @Override
  public long[] outputShape() {
    return maps.outputs().shapeOfAll();
  }

  @Override
  public void forward(
      INDArray input, INDArray weight, INDArray output, LayerWorkspaceMgr workspaces) {
    ArrayType kind = ArrayType.FF_WORKING_MEM;
    MapsByGroup inputs = maps.inputs();
    MapsByGroup outputs = maps.outputs();
    INDArray in = maps.apart(input, kind, workspaces);
    INDArray weights = workspaces.dup(kind, weight, 'c');
    INDArray out = outputs.empty(kind, workspaces);
    for (int g = 0; g < maps.groups(); g++) {
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
    MapsByGroup inputs = maps.inputs();
    MapsByGroup outputs = maps.outputs();
    INDArray in = maps.apart(input, kind, workspaces);
    INDArray outer = outputs.apart(outputGradient, kind, workspaces);
    INDArray weights = workspaces.dup(kind, weight, 'c');
    INDArray weightGradient =
        workspaces.createUninitialized(kind, weight.dataType(), weight.shape(), 'c');
    INDArray inner = gradients.input() == null ? null : inputs.empty(kind, workspaces);
    for (int g = 0; g < maps.groups(); g++) {
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
      INDArray target = maps.blocks().target(gradients.input(), workspaces, kind);
      inputs.together(inner, target);
      maps.blocks().back(target, gradients.input());
    }
  }
}
