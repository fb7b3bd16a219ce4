package org.abn.model.explain;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.abn.model.InputShape;
import org.abn.model.Network;
import org.abn.model.Sgd;
import org.abn.model.inference.Predictor;
import org.abn.model.parts.Model;
import org.nd4j.linalg.api.buffer.DataType;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Times the explanation of a mini-batch beside its prediction alone. From the root of a clone:
 *
 * <pre>{@code
 * mvn -B -q -Pjmh -pl abn-model verify -Djmh.args="ExplainerBenchmark"
 * mvn -B -q -Pjmh -pl abn-model verify -Djmh.args="ExplainerBenchmark -p network=resnet110 -p batch=64"
 * }</pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
@State(Scope.Benchmark)
public class ExplainerBenchmark {

  private static final int CLASSES = 100;

  @Param("abn-resnet20")
  private String network;

  @Param("128")
  private int batch;

  private INDArray images;
  private Predictor predictor;
  private Explainer attention;
  private Explainer gradCam;

  /** Builds the network. */
  @Setup
  public void build() {
    Sgd sgd = Sgd.constant(0.1, 0.9, 1e-4);
    Network named = Network.named(network);
    InputShape input = named.input();
    Model model = named.configuration(input, CLASSES, sgd, 1, DataType.FLOAT).newModel();
    images = Nd4j.randn(DataType.FLOAT, batch, input.height(), input.width(), input.channels());
    predictor = Predictor.of(model);
    gradCam = new Explainer(model, List.of(ExplanationMethod.GRAD_CAM));
    attention =
        model.parts().hasAttention()
            ? new Explainer(model, List.of(ExplanationMethod.ATTENTION))
            : gradCam;
  }

  /** Answers alone. */
  @Benchmark
  public void prediction() {
    predictor.predict(images).close();
  }

  /** Attention maps. */
  @Benchmark
  public List<Explanation> attention() {
    return attention.explain(images, Targets.PREDICTED);
  }

  /** Grad-CAM of the predicted classes. */
  @Benchmark
  public List<Explanation> gradCam() {
    return gradCam.explain(images, Targets.PREDICTED);
  }

  /** Frees the networks. */
  @TearDown
  public void close() {
    predictor.close();
    attention.close();
    gradCam.close();
  }
}
