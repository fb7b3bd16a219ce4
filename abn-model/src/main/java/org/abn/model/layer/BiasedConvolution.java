package org.abn.model.layer;

import java.util.List;
import java.util.Objects;
import org.abn.model.kernel.Geometry.Window;
import org.abn.model.layer.Parameter.Initialisation;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A two-dimensional convolution with a bias, with a ReLU behind it where asked for (Simonyan and
 * Zisserman 2015); also what {@link Folding} makes of a convolution and its batch norm.
 *
 * <p>Input, weight and output as of {@link Convolution}; bias {@code [outChannels]}, which starts
 * at zero.
 */
public final class BiasedConvolution extends AnyConvolution {

  static final String BIAS = "bias";

  @JsonProperty private boolean rectified;

  /** For JSON. */
  BiasedConvolution() {}

  BiasedConvolution(Window window, boolean ofImages, boolean rectified) {
    super(window, ofImages);
    this.rectified = rectified;
  }

  /**
   * A convolution behind other layers.
   *
   * @param window channels, groups, kernel, stride and padding
   * @throws IllegalArgumentException where one of them is below its least, or the groups do not
   *     divide the channels
   */
  public static BiasedConvolution of(Window window) {
    return new BiasedConvolution(window, false, false);
  }

  /**
   * The same and a ReLU.
   *
   * @param window channels, groups, kernel, stride and padding
   * @throws IllegalArgumentException as {@link #of}
   */
  public static BiasedConvolution withReLU(Window window) {
    return new BiasedConvolution(window, false, true);
  }

  /**
   * The first convolution of a network: it computes no gradient of its input.
   *
   * @param window channels, groups, kernel, stride and padding
   * @throws IllegalArgumentException as {@link #of}
   */
  public static BiasedConvolution ofImages(Window window) {
    return new BiasedConvolution(window, true, false);
  }

  /**
   * The first convolution of a network and a ReLU.
   *
   * @param window channels, groups, kernel, stride and padding
   * @throws IllegalArgumentException as {@link #of}
   */
  public static BiasedConvolution ofImagesWithReLU(Window window) {
    return new BiasedConvolution(window, true, true);
  }

  /** Whether a ReLU follows. */
  public boolean rectified() {
    return rectified;
  }

  @Override
  public String description() {
    return super.description() + ", bias" + (rectified ? ", ReLU" : "");
  }

  @Override
  List<Parameter> parameters() {
    return List.of(
        weight(), Parameter.trained(BIAS, Initialisation.constant(0), window().outChannels()));
  }

  @Override
  NativeLayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
    return new BiasedConvolutionRuntime(conf, dataType);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BiasedConvolution that
        && super.equals(that)
        && rectified == that.rectified;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), rectified);
  }
}
