package org.abn.model.layer;

import java.util.List;
import org.abn.model.kernel.Geometry.Window;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

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
 * <p>Without bias, because a batch norm or a global average over class scores follows.
 */
public final class Convolution extends AnyConvolution {

  /** For JSON. */
  Convolution() {}

  private Convolution(Window window, boolean ofImages) {
    super(window, ofImages);
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

  @Override
  List<Parameter> parameters() {
    return List.of(weight());
  }

  @Override
  NativeLayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
    return new ConvolutionRuntime(conf, dataType);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Convolution && super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
