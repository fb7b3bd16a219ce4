package org.abn.model.kernel;

import org.abn.model.kernel.Geometry.Window;
import org.bytedeco.dnnl.memory.format_tag;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Convolutions to one channel by oneDNN, such as the one that makes an attention map of the class
 * responses.
 *
 * <p>oneDNN computes whole vector registers of output channels and would throw all but one away. So
 * the places of the kernel ("taps") become the channels: a 1x1 convolution multiplies each position
 * with every tap's weights, and a convolution of the taps with constant weights of zero and one
 * adds each to the position that it belongs to.
 */
final class OneDnnTaps implements PlainConvolution {

  private final OneDnnConvolution multiply;
  private final OneDnnConvolution add;
  private final INDArray ones;

  OneDnnTaps(long[] inputShape, Window window) {
    int size = window.kernel();
    int taps = size * size;
    var toTaps = new Window(window.inChannels(), taps, 1, 1, 1, 0);
    var toOne = new Window(taps, 1, 1, size, window.stride(), window.padding());
    // Our weights [1, I, k, k] lie in memory as [taps, I, 1, 1] would with its axes swapped.
    multiply = new OneDnnConvolution(inputShape, toTaps, format_tag.bacd);
    add = new OneDnnConvolution(multiply.outputShape(), toOne);
    ones = identity(taps, size);
  }

  /** {@code [1, taps, k, k]}: one where channel and place are the same tap. */
  @SuppressWarnings("try") // the scope serves by being open
  private static INDArray identity(int taps, int size) {
    try (MemoryWorkspace ignored = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      return Nd4j.eye(taps).castTo(DataType.FLOAT).reshape('c', 1, taps, size, size);
    }
  }

  /** Whether a convolution is computed this way. */
  static boolean serves(Window window) {
    return window.outChannels() == 1 && window.groups() == 1 && window.kernel() > 1;
  }

  @Override
  public long[] outputShape() {
    return add.outputShape();
  }

  @Override
  public void forward(
      INDArray input, INDArray weight, INDArray output, LayerWorkspaceMgr workspaces) {
    INDArray taps = taps(workspaces, ArrayType.FF_WORKING_MEM);
    multiply.forward(input, weight, taps, workspaces);
    add.forward(taps, ones, output, workspaces);
  }

  @Override
  public void backward(
      INDArray input,
      INDArray weight,
      INDArray outputGradient,
      Gradients gradients,
      LayerWorkspaceMgr workspaces) {
    INDArray taps = taps(workspaces, ArrayType.BP_WORKING_MEM);
    add.backwardData(ones, outputGradient, taps, workspaces);
    multiply.backward(input, weight, taps, gradients, workspaces);
  }

  private INDArray taps(LayerWorkspaceMgr workspaces, ArrayType kind) {
    return workspaces.createUninitialized(kind, DataType.FLOAT, multiply.outputShape(), 'c');
  }
}
