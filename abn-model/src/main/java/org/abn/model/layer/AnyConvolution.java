package org.abn.model.layer;

import java.util.Objects;
import org.abn.model.kernel.Geometry.Window;
import org.abn.model.layer.Parameter.Initialisation;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** What convolutions with and without a bias share: the window, the weight and the shapes. */
abstract class AnyConvolution extends NativeLayer {

  static final String WEIGHT = "weight";

  @JsonProperty private int inChannels;
  @JsonProperty private int outChannels;
  @JsonProperty private int groups;
  @JsonProperty private int kernel;
  @JsonProperty private int stride;
  @JsonProperty private int padding;
  @JsonProperty private boolean ofImages;

  /** For JSON. */
  AnyConvolution() {}

  AnyConvolution(Window window, boolean ofImages) {
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

  final boolean ofImages() {
    return ofImages;
  }

  /** Channels, groups, kernel, stride and padding. */
  public final Window window() {
    return new Window(inChannels, outChannels, groups, kernel, stride, padding);
  }

  /** Kaiming's normal distribution over the fan-out. */
  final Parameter weight() {
    long fanOut = (long) outChannels * kernel * kernel;
    return Parameter.trained(
        WEIGHT,
        Initialisation.kaimingFanOut(fanOut),
        outChannels,
        inChannels / groups,
        kernel,
        kernel);
  }

  @Override
  public String description() {
    return "convolution " + window();
  }

  @Override
  public final long multiplyAdds(InputType input) {
    var map = (InputTypeConvolutional) input;
    return window().outputSize(map.getHeight())
        * window().outputSize(map.getWidth())
        * weight().length();
  }

  @Override
  public final InputType getOutputType(int layerIndex, InputType inputType) {
    var in = Shapes.channelLast(inputType, inChannels, layerName);
    return InputType.convolutional(
        window().outputSize(in.getHeight()),
        window().outputSize(in.getWidth()),
        outChannels,
        CNN2DFormat.NHWC);
  }

  @Override
  public final void setNIn(InputType inputType, boolean override) {
    Shapes.channelLast(inputType, inChannels, layerName);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AnyConvolution that
        && super.equals(that)
        && window().equals(that.window())
        && ofImages == that.ofImages;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), window(), ofImages);
  }
}
