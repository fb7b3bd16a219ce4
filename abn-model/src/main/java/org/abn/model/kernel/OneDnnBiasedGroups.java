package org.abn.model.kernel;

import org.abn.model.kernel.ConvolutionKernel.Parameters;
import org.abn.model.kernel.Geometry.Window;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A grouped convolution with a bias, group by group: see {@link GroupedMaps}. */
final class OneDnnBiasedGroups implements BiasedConvolution {

  private final GroupedMaps maps;
  private final OneDnnBiasedConvolution ofGroup;

  OneDnnBiasedGroups(long[] inputShape, Window window, Epilogue epilogue) {
    maps = GroupedMaps.of(inputShape, window);
    ofGroup = new OneDnnBiasedConvolution(maps.inputs().shapeOfGroup(), maps.ofGroup(), epilogue);
  }

  @Override
  public long[] outputShape() {
    return maps.outputs().shapeOfAll();
  }

  @Override
  public void forward(
      INDArray input, Parameters parameters, INDArray output, LayerWorkspaceMgr workspaces) {
    ArrayType kind = ArrayType.FF_WORKING_MEM;
    MapsByGroup inputs = maps.inputs();
    MapsByGroup outputs = maps.outputs();
    INDArray in = maps.apart(input, kind, workspaces);
    INDArray weights = workspaces.dup(kind, parameters.weight(), 'c');
    INDArray biases = workspaces.dup(kind, parameters.bias(), 'c');
    INDArray out = outputs.empty(kind, workspaces);
    for (int g = 0; g < maps.groups(); g++) {
      var own = new Parameters(inputs.part(weights, g), inputs.part(biases, g));
      ofGroup.forward(inputs.part(in, g), own, outputs.part(out, g), workspaces);
    }
    outputs.together(out, output);
  }
}
