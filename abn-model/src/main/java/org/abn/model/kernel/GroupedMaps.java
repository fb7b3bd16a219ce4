package org.abn.model.kernel;

import org.abn.model.kernel.Geometry.Window;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Input and output of a grouped convolution that is computed as one convolution of each group.
 * oneDNN has Winograd's algorithm, which takes half the time of the direct one from {@value
 * ConvolutionLayouts#WINOGRAD_CHANNELS} channels on, for convolutions of one group alone.
 *
 * @param ofGroup what slides over the map of one group
 * @param blocks the way from the input's array to blocks
 * @param inputs the input by group
 * @param outputs the output by group
 */
record GroupedMaps(Window ofGroup, Reorder blocks, MapsByGroup inputs, MapsByGroup outputs) {

  static GroupedMaps of(long[] inputShape, Window window) {
    Layout layout = Layout.preferred(window);
    long[] map = Layout.mapShape(inputShape);
    long[] output = layout.arrayShape(Geometry.over(map, window).outputShape());
    return new GroupedMaps(
        ofGroup(window),
        layout.from(inputShape),
        new MapsByGroup(window.groups(), layout.arrayShape(map)),
        new MapsByGroup(window.groups(), output));
  }

  /** Whether convolutions are faster group by group. */
  static boolean serve(Window window) {
    return window.groups() > 1
        && OneDnn.hasAvx512()
        && ConvolutionLayouts.suitWinograd(ofGroup(window));
  }

  private static Window ofGroup(Window window) {
    return new Window(
        window.inChannels() / window.groups(),
        window.outChannels() / window.groups(),
        1,
        window.kernel(),
        window.stride(),
        window.padding());
  }

  int groups() {
    return inputs.groups();
  }

  /** Takes the input apart. */
  INDArray apart(INDArray input, ArrayType kind, LayerWorkspaceMgr workspaces) {
    return inputs.apart(blocks.theirs(input, workspaces, kind), kind, workspaces);
  }
}
