package org.abn.model.layer;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.abn.model.kernel.Epilogue;
import org.abn.model.kernel.Geometry.Window;
import org.abn.model.layer.Parameter.Initialisation;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A two-dimensional convolution on channel-last feature maps, with a bias, or a bias and a ReLU,
 * where asked for.
 *
 * <ul>
 *   <li>input {@code [N, H, W, inChannels]}
 *   <li>weight {@code [outChannels, inChannels / groups, kernel, kernel]}, PyTorch's order; starts
 *       from Kaiming's normal distribution over the fan-out
 *   <li>bias {@code [outChannels]}, which starts at zero
 *   <li>output {@code [N, H', W', outChannels]}, {@code H' = (H + 2 padding - kernel) / stride + 1}
 * </ul>
 *
 * <p>Most have no bias, because a batch norm or a global average over class scores follows; VGG's
 * do, and those that {@link BatchNormFolding} makes.
 */
public final class Convolution extends NativeLayer {

  static final String WEIGHT = "weight";
  static final String BIAS = "bias";

  @JsonProperty private int inChannels;
  @JsonProperty private int outChannels;
  @JsonProperty private int groups;
  @JsonProperty private int kernel;
  @JsonProperty private int stride;
  @JsonProperty private int padding;
  @JsonProperty private Epilogue epilogue;
  @JsonProperty private boolean ofImages;

  /** For JSON. */
  Convolution() {}

  private Convolution(Window window, Epilogue epilogue, boolean ofImages) {
    inChannels = Shapes.atLeast(1, window.inChannels(), "inChannels");
    outChannels = Shapes.atLeast(1, window.outChannels(), "outChannels");
    groups = Shapes.atLeast(1, window.groups(), "groups");
    kernel = Shapes.atLeast(1, window.kernel(), "kernel");
    stride = Shapes.atLeast(1, window.stride(), "stride");
    padding = Shapes.atLeast(0, window.padding(), "padding");
    this.epilogue = epilogue;
    this.ofImages = ofImages;
    if (inChannels % groups != 0 || outChannels % groups != 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "groups must divide the channels, cannot be: %d for %d to %d channels",
              groups,
              inChannels,
              outChannels));
    }
  }

  /**
   * A convolution behind other layers, without a bias.
   *
   * @param window channels, groups, kernel, stride and padding
   * @throws IllegalArgumentException where one of them is below its least, or the groups do not
   *     divide the channels
   */
  public static Convolution of(Window window) {
    return new Convolution(window, Epilogue.NONE, false);
  }

  /** The same convolution with something behind its sums. */
  public Convolution with(Epilogue other) {
    return new Convolution(window(), other, ofImages);
  }

  /** The same as the first convolution of a network: it computes no gradient of its input. */
  public Convolution ofImages() {
    return new Convolution(window(), epilogue, true);
  }

  /** Channels, groups, kernel, stride and padding. */
  public Window window() {
    return new Window(inChannels, outChannels, groups, kernel, stride, padding);
  }

  /** What follows the sums. */
  public Epilogue epilogue() {
    return epilogue;
  }

  boolean isOfImages() {
    return ofImages;
  }

  @Override
  List<Parameter> parameters() {
    long fanOut = (long) outChannels * kernel * kernel;
    Parameter weight =
        Parameter.trained(
            WEIGHT,
            Initialisation.kaiming(fanOut),
            outChannels,
            inChannels / groups,
            kernel,
            kernel);
    return epilogue.hasBias()
        ? List.of(weight, Parameter.trained(BIAS, Initialisation.constant(0), outChannels))
        : List.of(weight);
  }

  @Override
  NativeLayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
    return new ConvolutionRuntime(conf, dataType);
  }

  @Override
  public String description() {
    return "convolution "
        + window()
        + switch (epilogue) {
          case NONE -> "";
          case BIAS -> ", bias";
          case BIAS_RELU -> ", bias, ReLU";
        };
  }

  @Override
  public long multiplyAdds(InputType input) {
    var map = (InputTypeConvolutional) input;
    return window().outputSize(map.getHeight())
        * window().outputSize(map.getWidth())
        * parameters().get(0).length();
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
        && epilogue == that.epilogue
        && ofImages == that.ofImages;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), window(), epilogue, ofImages);
  }
}
