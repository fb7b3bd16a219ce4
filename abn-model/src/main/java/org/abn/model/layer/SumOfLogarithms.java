package org.abn.model.layer;

import org.abn.model.kernel.Layout;
import org.abn.model.kernel.Operations;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log1p;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The attention map of the authors' SENet, {@code M = sum_k log(1 + a_k)}, in place of a
 * convolution and a sigmoid. It has no upper bound.
 *
 * <p>Input {@code a}, {@code [N, H, W, K]}, nowhere below zero; output {@code M}, {@code [N, H, W,
 * 1]}.
 */
public final class SumOfLogarithms extends NativeVertex {

  /** The sum over the channels of a feature map. */
  public SumOfLogarithms() {
    super(1);
  }

  @Override
  public String description() {
    return "sum over channels of log(1 + a)";
  }

  @Override
  public InputType getOutputType(int index, InputType... types) {
    if (types[0] instanceof InputTypeConvolutional map && map.getFormat() == CNN2DFormat.NHWC) {
      return InputType.convolutional(map.getHeight(), map.getWidth(), 1, CNN2DFormat.NHWC);
    }
    throw new IllegalArgumentException("Expected a channel-last feature map, got " + types[0]);
  }

  @Override
  NativeVertexRuntime runtime(ComputationGraph graph, String name, int index, DataType dataType) {
    return new Vertex(graph, name, index, dataType);
  }

  private static final class Vertex extends NativeVertexRuntime {

    /** {@code a} of the last forward pass, channel-last. */
    private INDArray terms;

    Vertex(ComputationGraph graph, String name, int index, DataType dataType) {
      super(graph, name, index, dataType);
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
      terms = Layout.channelLast(input(0, workspaces), ArrayType.ACTIVATIONS, workspaces);
      INDArray logarithms =
          workspaces.createUninitialized(ArrayType.FF_WORKING_MEM, dataType, terms.shape(), 'c');
      Nd4j.exec(new Log1p(terms, logarithms));
      INDArray map = activation(workspaces, terms.size(0), terms.size(1), terms.size(2), 1);
      Operations.sumOverChannels(logarithms, map);
      return map;
    }

    /** {@code dM / da_k = 1 / (1 + a_k)}. */
    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
      INDArray inner = terms.add(1, gradient(workspaces, terms.shape()));
      INDArray outer = outputGradient(workspaces);
      inner
          .reshape('c', outer.length(), inner.size(3))
          .rdiviColumnVector(outer.reshape('c', outer.length(), 1));
      INDArray ours = Layout.as(inputs[0].shape(), inner, ArrayType.ACTIVATION_GRAD, workspaces);
      return Pair.of(null, new INDArray[] {ours});
    }

    @Override
    public void clear() {
      super.clear();
      terms = null;
    }
  }
}
