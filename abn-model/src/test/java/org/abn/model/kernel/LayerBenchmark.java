package org.abn.model.kernel;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.abn.model.kernel.BatchNormKernel.Affine;
import org.abn.model.kernel.BatchNormKernel.Statistics;
import org.abn.model.kernel.Geometry.Window;
import org.abn.model.layer.AttentionMechanism;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Times one layer's forward and backward pass of training in FLOAT, at sizes of CIFAR ResNets
 * (batch 128) and of ResNet-50 on ImageNet (batch 32). From the root of a clone, all or some:
 *
 * <pre>{@code
 * mvn -B -q -Pjmh -pl abn-model verify
 * mvn -B -q -Pjmh -pl abn-model verify -Djmh.args="convolution -p path=ONE_DNN"
 * }</pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LayerBenchmark {

  /** What computes. */
  public enum Path {
    /** oneDNN's own API, on feature maps as they lie within a network. */
    ONE_DNN,
    /** ND4J's operations. */
    ND4J;

    /** The shape of the array for a map {@code [N, H, W, C]} behind a convolution. */
    long[] arrayShape(long... map) {
      int block = OneDnn.blockedChannels();
      return this == ONE_DNN && map[3] % block == 0 ? new Layout(block).arrayShape(map) : map;
    }
  }

  /** A forward and a backward pass, in workspaces of their final size as DL4J has them. */
  abstract static class Layer {

    private static final WorkspaceConfiguration LEARNING =
        WorkspaceConfiguration.builder()
            .policyLearning(LearningPolicy.OVER_TIME)
            .cyclesBeforeInitialization(1)
            .build();

    private final LayerWorkspaceMgr workspaces =
        LayerWorkspaceMgr.builder()
            .defaultWorkspace("STEP", LEARNING)
            .with(ArrayType.FF_WORKING_MEM, "FORWARD", LEARNING)
            .with(ArrayType.BP_WORKING_MEM, "BACKWARD", LEARNING)
            .build();

    Consumer<LayerWorkspaceMgr> forward;
    Consumer<LayerWorkspaceMgr> backward;

    @SuppressWarnings("try") // workspaces serve by being open
    final void pass() {
      try (MemoryWorkspace step = workspaces.notifyScopeEntered(ArrayType.ACTIVATIONS)) {
        try (MemoryWorkspace work = workspaces.notifyScopeEntered(ArrayType.FF_WORKING_MEM)) {
          forward.accept(workspaces);
        }
        try (MemoryWorkspace work = workspaces.notifyScopeEntered(ArrayType.BP_WORKING_MEM)) {
          backward.accept(workspaces);
        }
      }
    }

    /** Of a size: N, H, W and C of the input; for a convolution also its filters and kernel. */
    static long[] numbers(String size) {
      return Arrays.stream(size.split("\\D+")).mapToLong(Long::parseLong).toArray();
    }

    static INDArray random(long... shape) {
      return Nd4j.randn(DataType.FLOAT, shape);
    }
  }

  @State(Scope.Thread)
  public static class ConvolutionLayer extends Layer {
    @Param({
      "128x32x32x16-to-16-by-3",
      "128x16x16x32-to-32-by-3",
      "128x16x16x64-to-64-by-3",
      "128x8x8x64-to-64-by-3",
      "32x56x56x64-to-64-by-3",
      "32x56x56x256-to-64-by-1",
      "32x7x7x512-to-512-by-3"
    })
    String size;

    @Param Path path;

    @Setup
    public void prepare() {
      long[] n = numbers(size);
      long[] map = Arrays.copyOf(n, 4);
      int kernelSize = (int) n[5];
      var window = new Window((int) n[3], (int) n[4], 1, kernelSize, 1, (kernelSize - 1) / 2);
      INDArray input = random(path.arrayShape(map));
      PlainConvolution kernel =
          path == Path.ONE_DNN
              ? new OneDnnConvolution(input.shape(), window)
              : new Nd4jConvolution(Geometry.over(map, window), Layout.CHANNEL_LAST);
      INDArray weight = random(n[4], n[3], kernelSize, kernelSize);
      INDArray output = Nd4j.create(DataType.FLOAT, kernel.outputShape());
      INDArray outer = random(kernel.outputShape());
      var gradients = new PlainConvolution.Gradients(input.ulike(), weight.ulike());
      forward = workspaces -> kernel.forward(input, weight, output, workspaces);
      backward = workspaces -> kernel.backward(input, weight, outer, gradients, workspaces);
    }
  }

  @State(Scope.Thread)
  public static class BatchNormLayer extends Layer {
    @Param({"128x32x32x16", "128x16x16x64", "32x56x56x256"})
    String size;

    @Param Path path;

    @Setup
    public void prepare() {
      long[] map = numbers(size);
      INDArray input = random(path.arrayShape(map));
      BatchNormKernel kernel =
          path == Path.ONE_DNN
              ? new OneDnnBatchNorm(input.shape(), true)
              : new Nd4jBatchNorm(input.shape(), true);
      long channels = map[3];
      var affine = new Affine(random(channels), random(channels));
      var batch = new Statistics(random(channels), random(channels));
      var inner = new Affine(random(channels), random(channels));
      var gradients = new BatchNormKernel.Gradients(input.ulike(), inner);
      INDArray output = input.ulike();
      INDArray outer = random(input.shape());
      forward = workspaces -> kernel.forward(input, batch, affine, output, workspaces);
      backward = workspaces -> kernel.backward(input, batch, affine, outer, gradients, workspaces);
    }
  }

  @State(Scope.Thread)
  public static class Join extends Layer {
    @Param({"128x32x32x16", "128x16x16x64", "32x56x56x256"})
    String size;

    @Param Path path;

    @Setup
    public void prepare() {
      INDArray residual = random(numbers(size));
      INDArray shortcut = random(numbers(size));
      INDArray sum = residual.ulike();
      INDArray outer = random(numbers(size));
      INDArray inner = residual.ulike();
      AddReLU kernel =
          path == Path.ONE_DNN ? new AddReLU.ByOneDnn(sum.length()) : new AddReLU.ByNd4j();
      forward = workspaces -> kernel.forward(residual, shortcut, sum);
      backward = workspaces -> kernel.backward(sum, outer, inner);
    }
  }

  @State(Scope.Thread)
  public static class AveragingLayer extends Layer {
    @Param Path path;

    @Setup
    public void prepare() {
      INDArray input = random(path.arrayShape(128, 8, 8, 64));
      var window = PoolingKernel.Window.meanOver(8, 8);
      PoolingKernel kernel =
          path == Path.ONE_DNN
              ? new OneDnnPooling(input.shape(), window)
              : new Nd4jPooling(input.shape(), window);
      INDArray means = Nd4j.create(DataType.FLOAT, kernel.outputShape());
      INDArray outer = random(kernel.outputShape());
      INDArray inner = input.ulike();
      forward = workspaces -> kernel.forward(true, input, means, workspaces);
      backward = workspaces -> kernel.backward(input, outer, inner);
    }
  }

  @State(Scope.Thread)
  public static class AttentionLayer extends Layer {

    @Setup
    public void prepare() {
      GraphVertex vertex =
          new AttentionMechanism(AttentionMechanism.Rule.RESIDUAL)
              .instantiate(null, "attention_mechanism", 0, null, false, DataType.FLOAT);
      INDArray features = random(Path.ONE_DNN.arrayShape(128, 16, 16, 32));
      vertex.setInputs(features, Nd4j.rand(DataType.FLOAT, 128, 16, 16, 1));
      vertex.setEpsilon(random(128, 16, 16, 32));
      forward = workspaces -> vertex.doForward(true, workspaces);
      backward = workspaces -> vertex.doBackward(false, workspaces);
    }
  }

  @Benchmark
  public void convolution(ConvolutionLayer layer) {
    layer.pass();
  }

  @Benchmark
  public void batchNormReLU(BatchNormLayer layer) {
    layer.pass();
  }

  @Benchmark
  public void residualJoin(Join layer) {
    layer.pass();
  }

  /** Of {@code [128, 8, 8, 64]}. */
  @Benchmark
  public void globalAveragePooling(AveragingLayer layer) {
    layer.pass();
  }

  /** Of {@code [128, 16, 16, 32]}, with its own choice of a path. */
  @Benchmark
  public void attentionMechanism(AttentionLayer layer) {
    layer.pass();
  }
}
