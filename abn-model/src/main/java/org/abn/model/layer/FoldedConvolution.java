package org.abn.model.layer;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.abn.model.kernel.FoldedConvolutionKernel;
import org.abn.model.kernel.Geometry.Window;
import org.abn.model.layer.Parameter.Initialisation;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A {@link Convolution} and the {@link BatchNorm} behind it in one, for inference alone.
 *
 * <p>With {@code s = w / sqrt(running variance + epsilon)}: weight {@code s W}, bias {@code b - s
 * running mean}, of shapes {@code [outChannels, inChannels / groups, kernel, kernel]} and {@code
 * [outChannels]}. Images as for {@link Convolution}.
 */
public final class FoldedConvolution extends NativeLayer {

  static final String WEIGHT = "weight";
  static final String BIAS = "bias";

  @JsonProperty private Convolution convolution;
  @JsonProperty private boolean rectified;

  /** For JSON. */
  FoldedConvolution() {}

  /**
   * @param convolution whose window it has
   * @param norm what follows it
   */
  FoldedConvolution(Convolution convolution, BatchNorm norm) {
    this.convolution = convolution;
    rectified = norm.rectified();
    layerName = norm.getLayerName();
  }

  private Window window() {
    return convolution.window();
  }

  @Override
  List<Parameter> parameters() {
    Window window = window();
    return List.of(
        Parameter.trained(
            WEIGHT,
            Initialisation.constant(0),
            window.outChannels(),
            window.inChannels() / window.groups(),
            window.kernel(),
            window.kernel()),
        Parameter.trained(BIAS, Initialisation.constant(0), window.outChannels()));
  }

  @Override
  NativeLayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
    return new FoldedRuntime(conf, dataType);
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    return convolution.getOutputType(layerIndex, inputType);
  }

  @Override
  public void setNIn(InputType inputType, boolean override) {
    convolution.setNIn(inputType, override);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FoldedConvolution that
        && super.equals(that)
        && convolution.equals(that.convolution)
        && rectified == that.rectified;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), convolution, rectified);
  }

  private static final class FoldedRuntime extends NativeLayerRuntime<FoldedConvolution> {

    private FoldedConvolutionKernel kernel;

    FoldedRuntime(NeuralNetConfiguration conf, DataType dataType) {
      super(conf, dataType);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
      input = Shapes.contiguous(input, ArrayType.ACTIVATIONS, workspaces);
      if (kernel == null || !Arrays.equals(kernel.inputShape(), input.shape())) {
        kernel =
            FoldedConvolutionKernel.of(
                input.shape(), layerConf().window(), layerConf().rectified, dataType);
      }
      INDArray output =
          workspaces.createUninitialized(
              ArrayType.ACTIVATIONS, dataType, kernel.outputShape(), 'c');
      kernel.forward(input, params.get(WEIGHT), params.get(BIAS), output, workspaces);
      return output;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(
        INDArray outputGradient, LayerWorkspaceMgr workspaces) {
      throw new UnsupportedOperationException(
          "A network with folded batch norms is for inference: train the one it was folded from");
    }
  }
}
