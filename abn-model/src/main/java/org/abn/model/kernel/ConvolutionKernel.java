package org.abn.model.kernel;

import java.util.Optional;
import org.abn.model.kernel.Geometry.Window;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Computes convolutions over arrays of one shape, and what follows their sums. Weights are
 * contiguous in PyTorch's order, maps in one of the {@link Layout}s. An object serves one thread at
 * a time.
 */
public final class ConvolutionKernel {

  private final long[] inputShape;
  private final Window window;
  private final Epilogue epilogue;
  private final DataType type;

  /** Sums, bias and ReLU in one pass; empty where oneDNN does not serve. */
  private final Optional<BiasedConvolution> fused;

  // Made on first use: a fused forward pass needs neither.
  private PlainConvolution plain;
  private AddReLU relu;

  /**
   * @param inputShape of the array that the forward pass takes
   * @param window what slides over it
   * @param epilogue what follows the sums
   * @param type FLOAT or DOUBLE
   */
  public ConvolutionKernel(long[] inputShape, Window window, Epilogue epilogue, DataType type) {
    this.inputShape = inputShape.clone();
    this.window = window;
    this.epilogue = epilogue;
    this.type = type;
    fused =
        epilogue.hasBias() && OneDnn.serves(type) && !OneDnnTaps.serves(window)
            ? Optional.of(biased())
            : Optional.empty();
  }

  private BiasedConvolution biased() {
    return GroupedMaps.serve(window)
        ? new OneDnnBiasedGroups(inputShape, window, epilogue)
        : new OneDnnBiasedConvolution(inputShape, window, epilogue);
  }

  /**
   * A layer's parameters, or their gradients.
   *
   * @param weight {@code [outChannels, inChannels / groups, kernel, kernel]}
   * @param bias {@code [outChannels]}; null where the epilogue has none
   */
  public record Parameters(INDArray weight, INDArray bias) {}

  /**
   * What the backward pass starts from.
   *
   * @param input of the forward pass
   * @param output of the forward pass; looked at where there is a ReLU
   * @param outputGradient contiguous, of the output's shape
   */
  public record Passed(INDArray input, INDArray output, INDArray outputGradient) {}

  /**
   * The arrays that the backward pass fills.
   *
   * @param input null where the input is data, whose gradient nobody needs
   * @param parameters of the parameters' shapes
   */
  public record Gradients(INDArray input, Parameters parameters) {}

  /** Of the array that the forward pass fills. */
  public long[] outputShape() {
    return fused.map(BiasedConvolution::outputShape).orElseGet(() -> plain().outputShape());
  }

  /** Fills the output. */
  public void forward(
      INDArray input, Parameters parameters, INDArray output, LayerWorkspaceMgr workspaces) {
    if (fused.isPresent()) {
      fused.get().forward(input, parameters, output, workspaces);
      return;
    }
    plain().forward(input, parameters.weight(), output, workspaces);
    if (epilogue.hasBias()) {
      Operations.addByChannel(output, parameters.bias());
    }
    if (epilogue.hasReLU()) {
      Operations.rectify(output);
    }
  }

  /** Fills the gradients. */
  public void backward(
      Passed passed, Parameters parameters, Gradients gradients, LayerWorkspaceMgr workspaces) {
    INDArray outer = epilogue.hasReLU() ? throughReLU(passed, workspaces) : passed.outputGradient();
    Parameters filled = gradients.parameters();
    plain()
        .backward(
            passed.input(),
            parameters.weight(),
            outer,
            new PlainConvolution.Gradients(gradients.input(), filled.weight()),
            workspaces);
    if (epilogue.hasBias()) {
      ChannelSums.into(outer, filled.bias(), shape -> scratch(shape, workspaces));
    }
  }

  private INDArray throughReLU(Passed passed, LayerWorkspaceMgr workspaces) {
    INDArray output = passed.output();
    if (relu == null) {
      relu = AddReLU.of(output.length(), type);
    }
    INDArray gradient = scratch(output.shape(), workspaces);
    relu.backward(output, passed.outputGradient(), gradient);
    return gradient;
  }

  private INDArray scratch(long[] shape, LayerWorkspaceMgr workspaces) {
    return workspaces.createUninitialized(ArrayType.BP_WORKING_MEM, type, shape, 'c');
  }

  private PlainConvolution plain() {
    if (plain == null) {
      plain = PlainConvolution.of(inputShape, window, type);
    }
    return plain;
  }
}
