package org.abn.model.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastAddOp;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The native operations behind the layers, by their names in ND4J.
 *
 * <p>Each writes into arrays that the caller has made, so that they can lie in a workspace.
 */
public final class Operations {

  private Operations() {}

  /** {@code [N, H, W, I] * [O, I, k, k] -> [N, H', W', O]}, or both maps channel-first. */
  static void convolution(INDArray input, INDArray weight, INDArray output, int[] arguments) {
    run("conv2d", new INDArray[] {input, weight}, new INDArray[] {output}, arguments);
  }

  /** (input, weight, gradient of the output) to (gradient of the input, of the weight). */
  static void convolutionBackward(INDArray[] inputs, INDArray[] gradients, int[] arguments) {
    run("conv2d_bp", inputs, gradients, arguments);
  }

  /**
   * {@code (input - mean) / sqrt(variance + epsilon) * weight + bias}, by channel.
   *
   * @param channelAxis of input and output
   */
  static void normalise(
      INDArray[] inputMeanVarianceWeightBias, INDArray output, int channelAxis, double epsilon) {
    int scaled = 1;
    int shifted = 1;
    Nd4j.exec(
        DynamicCustomOp.builder("batchnorm")
            .addInputs(inputMeanVarianceWeightBias)
            .addOutputs(output)
            .addIntegerArguments(scaled, shifted, channelAxis)
            .addFloatingPointArguments(epsilon)
            .build());
  }

  /** {@code features * weights}, which are of one rank; axes of length 1 of the weights spread. */
  public static void multiply(INDArray features, INDArray weights, INDArray result) {
    run("multiply", new INDArray[] {features, weights}, new INDArray[] {result});
  }

  /** Adds a vector {@code [C]} to a map that is not in blocks, in place. */
  static void addByChannel(INDArray map, INDArray vector) {
    Layout layout = Layout.of(map.shape());
    INDArray plain = layout.plain(map);
    Nd4j.exec(new BroadcastAddOp(plain, vector, plain, layout.channelAxis()));
  }

  /** {@code a - b}, which are of one rank; axes of length 1 of b spread. */
  static void subtract(INDArray a, INDArray b, INDArray result) {
    run("subtract", new INDArray[] {a, b}, new INDArray[] {result});
  }

  /**
   * Sums a map {@code [N, H, W, C]} over its channels into {@code [N, H, W, 1]}, as the product
   * with a vector of ones: faster than ND4J's reduction. A channel-first map by that.
   */
  public static void sumOverChannels(INDArray map, INDArray sums) {
    if (map.rank() > sums.rank()) {
      Layout layout = Layout.of(map.shape());
      layout.plain(map).sum(Layout.CHANNEL_FIRST.plain(sums), true, 1);
      return;
    }
    long positions = sums.length();
    long channels = map.size(3);
    INDArray rows = map.reshape('c', positions, channels);
    INDArray ones = Nd4j.ones(map.dataType(), channels, 1);
    Nd4j.gemm(rows, ones, sums.reshape('c', positions, 1), false, false, 1, 0);
  }

  /** {@code max(x, 0)} in place. */
  static void rectify(INDArray x) {
    Nd4j.exec(
        DynamicCustomOp.builder("relu")
            .addInputs(x)
            .addOutputs(x)
            .addFloatingPointArguments(0.0)
            .build());
  }

  /**
   * {@code gradient} where {@code rectified} is above zero, and zero elsewhere, into {@code
   * result}, which must be neither of them. Faster than ND4J's {@code relu_bp}.
   */
  static void rectifyBackward(INDArray rectified, INDArray gradient, INDArray result) {
    Nd4j.exec(new Step(rectified, result, 0.0));
    result.muli(gradient);
  }

  /** An operation by its name. */
  static void run(String operation, INDArray[] inputs, INDArray[] outputs, int... arguments) {
    Nd4j.exec(
        DynamicCustomOp.builder(operation)
            .addInputs(inputs)
            .addOutputs(outputs)
            .addIntegerArguments(arguments)
            .build());
  }
}
