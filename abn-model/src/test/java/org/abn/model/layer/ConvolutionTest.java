package org.abn.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.abn.model.ChannelLast;
import org.abn.model.kernel.Epilogue;
import org.abn.model.kernel.Geometry.Window;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ConvolutionTest {

  private static final Window WINDOW = new Window(1, 2, 1, 1, 1, 0);

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void addsABiasToEachChannel(DataType type) {
    assertThat(output(Convolution.of(WINDOW).with(Epilogue.BIAS), type))
        .containsExactly(7, -8, 8, -10);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void isNowhereBelowZeroBehindAReLU(DataType type) {
    assertThat(output(Convolution.of(WINDOW).with(Epilogue.BIAS_RELU), type))
        .containsExactly(7, 0, 8, 0);
  }

  /** Weights 1 and -2 on the pixels 2 and 3. */
  private static double[] output(Convolution convolution, DataType type) {
    var network = new ComputationGraph(configuration(convolution, type));
    network.init();
    assertThat(network.getParam("convolution_bias").toDoubleVector()).containsExactly(0, 0);
    network.getParam("convolution_weight").assign(Nd4j.createFromArray(1, -2).reshape(2, 1, 1, 1));
    network.getParam("convolution_bias").assign(Nd4j.createFromArray(5, -4));
    INDArray image = Nd4j.createFromArray(2, 3).castTo(type).reshape(1, 1, 2, 1);
    return ChannelLast.of(network.outputSingle(image)).ravel().toDoubleVector();
  }

  @Test
  void survivesJson() {
    List<Convolution> all =
        List.of(
            Convolution.of(WINDOW).with(Epilogue.BIAS),
            Convolution.of(WINDOW).with(Epilogue.BIAS_RELU),
            Convolution.of(WINDOW).with(Epilogue.BIAS).ofImages(),
            Convolution.of(WINDOW).with(Epilogue.BIAS_RELU).ofImages());
    assertThat(all).doesNotHaveDuplicates();
    for (Convolution convolution : all) {
      ComputationGraphConfiguration configuration = configuration(convolution, DataType.FLOAT);
      assertThat(ComputationGraphConfiguration.fromJson(configuration.toJson()))
          .isEqualTo(configuration);
    }
  }

  @Test
  void refusesAMapOfOtherChannels() {
    var convolution = Convolution.of(new Window(3, 2, 1, 1, 1, 0)).with(Epilogue.BIAS);
    assertThatThrownBy(() -> configuration(convolution, DataType.FLOAT))
        .hasStackTraceContaining(
            "Layer convolution expects a channel-last feature map of 3 channels, got");
  }

  private static ComputationGraphConfiguration configuration(
      Convolution convolution, DataType type) {
    return new NeuralNetConfiguration.Builder()
        .dataType(type)
        .graphBuilder()
        .addInputs("image")
        .setInputTypes(InputType.convolutional(1, 2, 1, CNN2DFormat.NHWC))
        .addLayer("convolution", convolution, "image")
        .setOutputs("convolution")
        .build();
  }
}
