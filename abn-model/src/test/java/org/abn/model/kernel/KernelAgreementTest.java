package org.abn.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import org.abn.model.kernel.BatchNormKernel.Affine;
import org.abn.model.kernel.BatchNormKernel.Statistics;
import org.abn.model.kernel.Geometry.Window;
import org.abn.model.kernel.PoolingKernel.Kind;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * All ways of each operation give the same numbers in FLOAT, to its rounding: oneDNN's own API, and
 * ND4J's operations on channel-last and on channel-first maps, whichever of them computes here.
 */
@Tag("onednn")
class KernelAgreementTest {

  private static final double RELATIVE = 2e-5;
  private static final List<Layout> PLAIN = List.of(Layout.CHANNEL_LAST, Layout.CHANNEL_FIRST);
  private static final LayerWorkspaceMgr HEAP = LayerWorkspaceMgr.noWorkspaces();

  @BeforeEach
  void seed() {
    Nd4j.getRandom().setSeed(11);
  }

  @Test
  void oneDnnServesFloatOnThisProcessorAndNothingElse() {
    assumeTrue(Kernels.here() == Kernels.ONEDNN);
    assertThat(OneDnn.obstacleHere()).isEmpty();
    assertThat(OneDnn.serves(DataType.FLOAT)).isTrue();
    assertThat(OneDnn.serves(DataType.DOUBLE)).isFalse();
  }

  @ParameterizedTest(
      name = "{0} to {1} channels in {2} groups, kernel {3}, stride {4}, padding {5}")
  @CsvSource({
    "16, 16, 1, 3, 1, 1",
    "3, 16, 1, 3, 1, 1",
    "3, 64, 1, 7, 2, 3",
    "16, 32, 1, 1, 2, 0",
    "16, 10, 1, 1, 1, 0",
    "10, 1, 1, 3, 1, 1",
    "32, 1, 1, 5, 2, 2",
    "5, 7, 1, 2, 1, 0",
    "32, 32, 8, 3, 1, 1",
    "24, 48, 4, 3, 2, 1",
    "8, 8, 8, 3, 1, 1",
    "64, 64, 2, 3, 1, 1",
    "128, 192, 2, 3, 1, 1",
    "64, 128, 4, 3, 2, 1",
    "32, 32, 1, 3, 1, 1",
    "64, 128, 1, 3, 1, 1",
    "64, 64, 1, 3, 2, 1",
    "64, 32, 1, 1, 1, 0",
  })
  void convolutionsAgree(int in, int out, int groups, int kernel, int stride, int padding) {
    var window = new Window(in, out, groups, kernel, stride, padding);
    assertConvolutionsAgree(window, 3, 11, 9);
    assertConvolutionsAgree(window, 1, 7, 8);
  }

  @ParameterizedTest(name = "{0} to {1} channels in {2} groups, kernel {3}, padding {4}")
  @CsvSource({
    "16, 16, 1, 1, 0",
    "16, 4, 1, 1, 0",
    "16, 16, 1, 3, 1",
    "32, 1, 1, 3, 1",
    "1, 8, 1, 3, 1",
    "8, 8, 4, 1, 0",
  })
  void convolutionsOfOnePositionAgree(int in, int out, int groups, int kernel, int padding) {
    var window = new Window(in, out, groups, kernel, 1, padding);
    assertConvolutionsAgree(window, 3, 1, 1);
    assertConvolutionsAgree(window, 1, 1, 1);
  }

  @Test
  void aConvolutionOfGroupsWithABiasAgrees() {
    assumeTrue(OneDnn.serves(DataType.FLOAT));
    var window = new Window(128, 192, 2, 3, 1, 1);
    INDArray input = Nd4j.randn(DataType.FLOAT, 3, 11, 9, 128);
    var parameters =
        new ConvolutionKernel.Parameters(
            Nd4j.randn(DataType.FLOAT, 192, 64, 3, 3), Nd4j.randn(DataType.FLOAT, 192));
    long[] shape = input.shape();
    var ours = new ConvolutionKernel(shape, window, Epilogue.BIAS_RELU, DataType.FLOAT);
    var direct = new OneDnnBiasedConvolution(shape, window, Epilogue.BIAS_RELU);
    INDArray one = Nd4j.create(DataType.FLOAT, ours.outputShape());
    INDArray other = Nd4j.create(DataType.FLOAT, direct.outputShape());
    ours.forward(input, parameters, one, HEAP);
    direct.forward(input, parameters, other, HEAP);
    assertAgree(new INDArray[] {one}, new INDArray[] {other}, "output");
  }

  private static void assertConvolutionsAgree(Window window, int batch, int height, int width) {
    int perGroup = window.inChannels() / window.groups();
    int size = window.kernel();
    INDArray input = Nd4j.randn(DataType.FLOAT, batch, height, width, window.inChannels());
    INDArray weight = Nd4j.randn(DataType.FLOAT, window.outChannels(), perGroup, size, size);
    Geometry geometry = Geometry.over(input.shape(), window);
    INDArray outputGradient = Nd4j.randn(DataType.FLOAT, geometry.outputShape());
    INDArray[] due = convolve(fastest(input.shape(), window), input, weight, outputGradient);
    for (Layout maps : PLAIN) {
      var kernel = new Nd4jConvolution(geometry, maps);
      for (Layout given : PLAIN) {
        INDArray[] other = convolve(kernel, as(given, input), weight, outputGradient);
        assertAgree(due, other, "output", "input gradient", "weight gradient");
      }
    }
  }

  private static PlainConvolution fastest(long[] inputShape, Window window) {
    return OneDnnTaps.serves(window)
        ? new OneDnnTaps(inputShape, window)
        : new OneDnnConvolution(inputShape, window);
  }

  private static INDArray[] convolve(
      PlainConvolution kernel, INDArray input, INDArray weight, INDArray outputGradient) {
    INDArray output = Nd4j.create(DataType.FLOAT, kernel.outputShape());
    kernel.forward(input, weight, output, HEAP);
    var gradients = new PlainConvolution.Gradients(input.ulike(), weight.ulike());
    INDArray outer = Layout.as(output.shape(), outputGradient, ArrayType.ACTIVATIONS, HEAP);
    kernel.backward(input, weight, outer, gradients, HEAP);
    return new INDArray[] {channelLast(output), channelLast(gradients.input()), gradients.weight()};
  }

  private static INDArray channelLast(INDArray map) {
    return Layout.channelLast(map, ArrayType.ACTIVATIONS, HEAP);
  }

  @Test
  void convolutionOfDataFillsTheWeightGradientAlone() {
    var window = new Window(3, 8, 1, 3, 1, 1);
    INDArray input = Nd4j.randn(DataType.FLOAT, 2, 6, 6, 3);
    INDArray weight = Nd4j.randn(DataType.FLOAT, 8, 3, 3, 3);
    Geometry geometry = Geometry.over(input.shape(), window);
    INDArray outer = Nd4j.randn(DataType.FLOAT, geometry.outputShape());
    var one = new PlainConvolution.Gradients(null, weight.ulike());
    new OneDnnConvolution(input.shape(), window).backward(input, weight, outer, one, HEAP);
    INDArray[] due = {one.weight()};
    for (Layout maps : PLAIN) {
      var other = new PlainConvolution.Gradients(null, weight.ulike());
      new Nd4jConvolution(geometry, maps).backward(input, weight, as(maps, outer), other, HEAP);
      assertAgree(due, new INDArray[] {other.weight()}, "weight gradient");
    }
  }

  @ParameterizedTest(name = "{0} channels, rectified {1}, batch {2}")
  @CsvSource({
    "16, true, 5",
    "16, false, 5",
    "10, true, 5",
    "100, false, 5",
    "1, true, 5",
    "1, false, 5",
    "10, true, 4",
    "100, false, 4",
    "3, true, 8",
    "16, true, 1",
    "10, false, 1"
  })
  void batchNormsAgree(int channels, boolean rectified, int batch) {
    long[] shape = {batch, 7, 6, channels};
    INDArray input = Nd4j.randn(DataType.FLOAT, shape).muli(3).addi(1);
    INDArray outputGradient = Nd4j.randn(DataType.FLOAT, shape);
    var affine = new Affine(vector(channels).addi(1), vector(channels));
    INDArray[] one =
        normalise(new OneDnnBatchNorm(shape, rectified), input, affine, outputGradient);
    for (Layout maps : PLAIN) {
      INDArray[] other =
          normalise(
              new Nd4jBatchNorm(maps.arrayShape(shape), rectified),
              as(maps, input),
              affine,
              as(maps, outputGradient));
      assertAgree(
          one,
          other,
          "mean",
          "variance",
          "output",
          "input gradient",
          "weight gradient",
          "bias gradient",
          "output by given statistics",
          "running mean",
          "running variance");
    }
  }

  private static INDArray[] normalise(
      BatchNormKernel kernel, INDArray input, Affine affine, INDArray outputGradient) {
    var batch = new Statistics(affine.weight().ulike(), affine.weight().ulike());
    INDArray output = input.ulike();
    kernel.forward(input, batch, affine, output, HEAP);
    var gradients =
        new BatchNormKernel.Gradients(
            input.ulike(), new Affine(affine.weight().ulike(), affine.bias().ulike()));
    kernel.backward(input, batch, affine, outputGradient, gradients, HEAP);
    INDArray inferred = input.ulike();
    kernel.infer(
        input,
        new Statistics(affine.bias(), affine.weight().mul(affine.weight())),
        affine,
        inferred,
        HEAP);
    var running = new Statistics(affine.bias().dup(), affine.weight().dup());
    kernel.updateRunning(running, batch);
    return new INDArray[] {
      batch.mean(),
      batch.variance(),
      channelLast(output),
      channelLast(gradients.input()),
      gradients.affine().weight(),
      gradients.affine().bias(),
      channelLast(inferred),
      running.mean(),
      running.variance()
    };
  }

  @Test
  void addReLUsAgree() {
    INDArray a = Nd4j.randn(DataType.FLOAT, 3, 5, 5, 7);
    INDArray b = Nd4j.randn(DataType.FLOAT, a.shape());
    INDArray outer = Nd4j.randn(DataType.FLOAT, a.shape());
    assertAgree(
        add(new AddReLU.ByOneDnn(a.length()), a, b, outer),
        add(new AddReLU.ByNd4j(), a, b, outer),
        "sum",
        "gradient");
  }

  private static INDArray[] add(AddReLU kernel, INDArray a, INDArray b, INDArray outer) {
    INDArray sum = a.ulike();
    kernel.forward(a, b, sum);
    INDArray gradient = a.ulike();
    kernel.backward(sum, outer, gradient);
    return new INDArray[] {sum, gradient};
  }

  /** Of 32 channels the first map, and of 64 the second, comes in blocks. */
  @ParameterizedTest(name = "{0} and {1} channels")
  @CsvSource({"24, 12", "1, 5", "32, 12", "32, 64"})
  void concatenationsAgree(int firstChannels, int secondChannels) {
    INDArray first = Nd4j.randn(DataType.FLOAT, 3, 5, 6, firstChannels);
    INDArray second = Nd4j.randn(DataType.FLOAT, 3, 5, 6, secondChannels);
    var layout = new Layout(OneDnn.blockedChannels());
    INDArray blockedFirst = firstChannels == 32 ? as(layout, first) : first;
    INDArray blockedSecond = secondChannels == 64 ? as(layout, second) : second;
    INDArray[] due =
        joinAndSplit(
            new ChannelConcatenation.ByOneDnn(blockedFirst.shape(), blockedSecond.shape()),
            blockedFirst,
            blockedSecond);
    for (Layout joint : PLAIN) {
      for (Layout given : PLAIN) {
        INDArray ours = as(given, first);
        var kernel = new ChannelConcatenation.ByNd4j(joint, ours.shape(), second.shape());
        INDArray[] other = joinAndSplit(kernel, ours, second);
        assertAgree(due, other, "joint map", "first gradient", "second gradient");
      }
    }
  }

  private static INDArray as(Layout layout, INDArray map) {
    return Layout.as(layout.arrayShape(map.shape()), map, ArrayType.ACTIVATIONS, HEAP);
  }

  private static INDArray[] joinAndSplit(
      ChannelConcatenation kernel, INDArray first, INDArray second) {
    INDArray joint = Nd4j.create(DataType.FLOAT, kernel.jointShape());
    kernel.join(first, second, joint);
    INDArray firstGradient = first.ulike();
    INDArray secondGradient = second.ulike();
    kernel.split(joint.mul(joint), firstGradient, secondGradient);
    return new INDArray[] {
      channelLast(joint), channelLast(firstGradient), channelLast(secondGradient)
    };
  }

  @ParameterizedTest(name = "{0} {1}x{2}, stride {3}, padding {4}")
  @CsvSource({
    "MAX, 3, 3, 2, 1",
    "MAX, 2, 2, 2, 0",
    "AVERAGE, 2, 2, 2, 0",
    "AVERAGE, 9, 7, 1, 0",
    "MAX, 3, 3, 1, 1",
    "AVERAGE, 1, 1, 1, 0",
  })
  void poolingsAgree(Kind kind, int height, int width, int stride, int padding) {
    var window = new PoolingKernel.Window(kind, height, width, stride, padding);
    // Below zero everywhere, so that padding by zeros would win.
    for (int batch : new int[] {3, 1}) {
      INDArray input = Nd4j.rand(DataType.FLOAT, batch, 9, 7, 10).subi(2);
      INDArray outer = Nd4j.randn(DataType.FLOAT, window.outputShape(input.shape()));
      INDArray[] due = pool(new OneDnnPooling(input.shape(), window), input, outer);
      for (Layout maps : PLAIN) {
        INDArray ours = as(maps, input);
        INDArray[] other = pool(new Nd4jPooling(ours.shape(), window), ours, as(maps, outer));
        assertAgree(due, other, "output", "input gradient", "output at inference");
      }
    }
  }

  private static INDArray[] pool(PoolingKernel kernel, INDArray input, INDArray outer) {
    INDArray output = outer.ulike();
    kernel.forward(true, input, output, HEAP);
    INDArray gradient = input.ulike();
    kernel.backward(input, outer, gradient);
    INDArray inferred = outer.ulike();
    kernel.forward(false, input, inferred, HEAP);
    return new INDArray[] {channelLast(output), channelLast(gradient), channelLast(inferred)};
  }

  private static INDArray vector(int length) {
    return Nd4j.randn(DataType.FLOAT, length).muli(0.3);
  }

  private static void assertAgree(INDArray[] one, INDArray[] other, String... names) {
    for (int i = 0; i < names.length; i++) {
      assertThat(one[i].shape()).isEqualTo(other[i].shape());
      double scale = 1 + other[i].amaxNumber().doubleValue();
      double difference = one[i].sub(other[i]).amaxNumber().doubleValue();
      assertThat(difference)
          .as("%s %s", names[i], Arrays.toString(one[i].shape()))
          .isLessThan(RELATIVE * scale);
    }
  }
}
