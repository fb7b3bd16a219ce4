package org.abn.model.layer;

import java.util.List;
import java.util.Objects;
import org.abn.model.layer.Parameter.Initialisation;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A two-dimensional convolution without bias, on channel-last feature maps.
 *
 * <ul>
 *   <li>input {@code [N, H, W, inChannels]}
 *   <li>weight {@code [outChannels, inChannels, kernel, kernel]}, PyTorch's order; starts from
 *       Kaiming's normal distribution over the fan-out
 *   <li>output {@code [N, H', W', outChannels]}, {@code H' = (H + 2 padding - kernel) / stride + 1}
 * </ul>
 *
 * <p>Always without bias, because in every network of the paper a batch norm or a global average
 * over class scores follows.
 */
public final class Convolution extends NativeLayer {

  static final String WEIGHT = "weight";

  @JsonProperty private int inChannels;
  @JsonProperty private int outChannels;
  @JsonProperty private int kernel;
  @JsonProperty private int stride;
  @JsonProperty private int padding;

  /** For JSON. */
  Convolution() {}

  /**
   * @param inChannels channels of the input, at least 1
   * @param outChannels channels of the output, at least 1
   * @param kernel height and width of the kernel in pixels, at least 1
   * @param stride step in pixels, at least 1
   * @param padding zero pixels added on each side, at least 0
   * @throws IllegalArgumentException where a value is below its least
   */
  public Convolution(int inChannels, int outChannels, int kernel, int stride, int padding) {
    this.inChannels = Shapes.atLeast(1, inChannels, "inChannels");
    this.outChannels = Shapes.atLeast(1, outChannels, "outChannels");
    this.kernel = Shapes.atLeast(1, kernel, "kernel");
    this.stride = Shapes.atLeast(1, stride, "stride");
    this.padding = Shapes.atLeast(0, padding, "padding");
  }

  /** Height or width of the output for that of the input. */
  public int outputSize(int inputSize) {
    return (inputSize + 2 * padding - kernel) / stride + 1;
  }

  int outChannels() {
    return outChannels;
  }

  /** Integer arguments of ND4J's {@code conv2d}: channel-last data, weights as {@code OIHW}. */
  int[] operationArguments() {
    int dilation = 1;
    int explicitPadding = 0;
    int channelLast = 1;
    int outInHeightWidth = 1;
    return new int[] {
      kernel,
      kernel,
      stride,
      stride,
      padding,
      padding,
      dilation,
      dilation,
      explicitPadding,
      channelLast,
      outInHeightWidth
    };
  }

  @Override
  List<Parameter> parameters() {
    long fanOut = (long) outChannels * kernel * kernel;
    return List.of(
        Parameter.trained(
            WEIGHT, Initialisation.kaimingFanOut(fanOut), outChannels, inChannels, kernel, kernel));
  }

  @Override
  NativeLayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
    return new ConvolutionRuntime(conf, dataType);
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    var in = Shapes.channelLast(inputType, inChannels, layerName);
    return InputType.convolutional(
        outputSize((int) in.getHeight()),
        outputSize((int) in.getWidth()),
        outChannels,
        CNN2DFormat.NHWC);
  }

  @Override
  public void setNIn(InputType inputType, boolean override) {
    Shapes.channelLast(inputType, inChannels, layerName);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Convolution that
        && super.equals(that)
        && inChannels == that.inChannels
        && outChannels == that.outChannels
        && kernel == that.kernel
        && stride == that.stride
        && padding == that.padding;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), inChannels, outChannels, kernel, stride, padding);
  }
}
