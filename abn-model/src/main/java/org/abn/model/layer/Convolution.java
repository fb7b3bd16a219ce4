package org.abn.model.layer;

import java.util.List;
import java.util.Objects;
import org.abn.model.kernel.Geometry.Window;
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
 *   <li>weight {@code [outChannels, inChannels / groups, kernel, kernel]}, PyTorch's order; starts
 *       from Kaiming's normal distribution over the fan-out
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
  @JsonProperty private int groups;
  @JsonProperty private int kernel;
  @JsonProperty private int stride;
  @JsonProperty private int padding;
  @JsonProperty private boolean ofImages;

  /** For JSON. */
  Convolution() {}

  private Convolution(Window window, boolean ofImages) {
    inChannels = Shapes.atLeast(1, window.inChannels(), "inChannels");
    outChannels = Shapes.atLeast(1, window.outChannels(), "outChannels");
    groups = Shapes.atLeast(1, window.groups(), "groups");
    kernel = Shapes.atLeast(1, window.kernel(), "kernel");
    stride = Shapes.atLeast(1, window.stride(), "stride");
    padding = Shapes.atLeast(0, window.padding(), "padding");
    this.ofImages = ofImages;
    if (inChannels % groups != 0 || outChannels % groups != 0) {
      throw new IllegalArgumentException(
          "groups must divide the channels, cannot be: %d for %d to %d channels"
              .formatted(groups, inChannels, outChannels));
    }
  }

  /**
   * A convolution behind other layers.
   *
   * @param window channels, groups, kernel, stride and padding
   * @throws IllegalArgumentException where one of them is below its least, or the groups do not
   *     divide the channels
   */
  public static Convolution of(Window window) {
    return new Convolution(window, false);
  }

  /**
   * The first convolution of a network: it computes no gradient of its input.
   *
   * @param window channels, groups, kernel, stride and padding
   * @throws IllegalArgumentException as {@link #of}
   */
  public static Convolution ofImages(Window window) {
    return new Convolution(window, true);
  }

  boolean ofImages() {
    return ofImages;
  }

  /** Channels, groups, kernel, stride and padding. */
  public Window window() {
    return new Window(inChannels, outChannels, groups, kernel, stride, padding);
  }

  @Override
  List<Parameter> parameters() {
    long fanOut = (long) outChannels * kernel * kernel;
    return List.of(
        Parameter.trained(
            WEIGHT,
            Initialisation.kaimingFanOut(fanOut),
            outChannels,
            inChannels / groups,
            kernel,
            kernel));
  }

  @Override
  NativeLayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
    return new ConvolutionRuntime(conf, dataType);
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    var in = Shapes.channelLast(inputType, inChannels, layerName);
    return InputType.convolutional(
        window().outputSize(in.getHeight()),
        window().outputSize(in.getWidth()),
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
        && window().equals(that.window())
        && ofImages == that.ofImages;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), window(), ofImages);
  }
}
