package org.abn.spark.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.abn.model.layer.HeavyBall;
import org.abn.model.layer.Linear;
import org.abn.model.layer.SoftmaxCrossEntropy;
import org.abn.model.parts.Branch;
import org.abn.model.parts.Model;
import org.abn.model.parts.NetworkParts;
import org.abn.model.parts.Output;
import org.abn.model.parts.OutputKind;
import org.abn.spark.training.AveragingSettings;
import org.abn.spark.training.AveragingTrainingMaster;
import org.abn.spark.training.NetworkDescription;
import org.abn.spark.training.Round;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.TrainingMaster;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.schedule.FixedSchedule;

/**
 * What an averaging round costs between real processes, by part, and what dl4j-spark's own master
 * takes for it: {@code docs/performance/rounds.sh} runs it.
 *
 * <p>The network is two linear layers, whose step is cheap beside its parameters.
 */
final class RoundCosts {

  private static final int INPUTS = 1000;
  private static final int CLASSES = 10;
  private static final int ROUNDS = 100; // of a small network
  private static final int LEAST_ROUNDS = 6;
  private static final long VALUES = 120_000_000; // of all rounds together
  private static final int EXECUTORS = 2;

  private final JavaSparkContext spark;
  private final int parameters;
  private final int workers;
  private final int rounds;
  private final int warm;
  private final AtomicLong results = new AtomicLong();

  private RoundCosts(JavaSparkContext spark, int parameters, int workers) {
    this.spark = spark;
    this.parameters = parameters;
    this.workers = workers;
    rounds = (int) Math.max(LEAST_ROUNDS, Math.min(ROUNDS, VALUES / parameters));
    warm = rounds / 2;
  }

  /**
   * Prints a row for each pair.
   *
   * @param arguments pairs of parameters and workers, such as {@code 500000,2}
   */
  public static void main(String... arguments) throws Exception {
    Path folder = Files.createTempDirectory("round-costs");
    System.out.println(
        "| parameters | workers | fetch | train | waiting | exchange | all | to the driver, kB |"
            + " dl4j-spark | to the driver, kB |");
    System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    for (String pair : arguments) {
      List<Integer> sizes = Arrays.stream(pair.split(",")).map(Integer::valueOf).toList();
      int slots = Math.max(1, Math.min(2, sizes.get(1) / EXECUTORS));
      try (var cluster = new StandaloneCluster(folder, EXECUTORS, slots, "7g");
          var spark = new JavaSparkContext(conf(cluster))) {
        System.out.println(new RoundCosts(spark, sizes.get(0), sizes.get(1)).row());
      }
    }
  }

  private static SparkConf conf(StandaloneCluster cluster) {
    SparkConf conf = new SparkConf().setAppName("round costs").setMaster(cluster.master());
    cluster.executorSettings("6g", "6g", "-XX:+UseG1GC").forEach(conf::set);
    return conf.set("spark.driver.maxResultSize", "0")
        .set("spark.shuffle.compress", "false")
        .set("spark.broadcast.compress", "false")
        .set("spark.rpc.message.maxSize", "1024")
        .set("spark.ui.enabled", "false");
  }

  private String row() {
    spark.sc().addSparkListener(new Results());
    Ours ours = ours();
    double[] theirs = theirs();
    return String.format(
        Locale.ROOT,
        "| %,d | %d | %.0f | %.0f | %.0f | %.0f | %.0f | %.0f | %.0f | %.0f |",
        network().numParams(),
        workers,
        ours.median(round -> round.times().fetch()),
        ours.median(round -> round.times().train()),
        ours.median(round -> round.times().waiting()),
        ours.median(round -> round.times().exchange()),
        ours.median(Ours::all),
        ours.bytes() / 1000,
        theirs[0],
        theirs[1] / 1000);
  }

  /** Counts the bytes that tasks bring to the driver. */
  private final class Results extends SparkListener {
    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      results.addAndGet(end.taskMetrics().resultSize());
    }
  }

  /** The rounds of our master that count, and the bytes of one. */
  private record Ours(List<Round> rounds, double bytes) {
    double median(ToDoubleFunction<Round> value) {
      return RoundCosts.median(rounds.stream().mapToDouble(value).toArray());
    }

    static double all(Round round) {
      var times = round.times();
      return times.fetch() + times.data() + times.train() + times.waiting() + times.exchange();
    }
  }

  private Ours ours() {
    ComputationGraph network = network();
    List<Round> told = new ArrayList<>();
    List<Long> bytes = new ArrayList<>();
    var description = spark.broadcast(NetworkDescription.of(new Model(network, parts())));
    TrainingMaster<?, ?> master =
        AveragingTrainingMaster.of(
            AveragingSettings.fixed(workers, 1, 1),
            description,
            round -> {
              told.add(round);
              bytes.add(brought());
            });
    int count = rounds;
    var references =
        spark
            .parallelize(IntStream.range(0, workers).boxed().toList(), workers)
            .flatMap(worker -> java.util.Collections.nCopies(count, "example").iterator());
    MultiDataSetLoader loader = source -> example();
    new SparkComputationGraph(spark, network, master).fitPaths(references, loader);
    double each = (bytes.get(rounds - 1) - bytes.get(warm - 1)) / (double) (rounds - warm);
    return new Ours(told.subList(warm, rounds), each);
  }

  /** Milliseconds and bytes of a round of dl4j-spark's. */
  private double[] theirs() {
    var master =
        new ParameterAveragingTrainingMaster.Builder(workers, 1)
            .batchSizePerWorker(1)
            .averagingFrequency(1)
            .saveUpdater(true)
            .rddTrainingApproach(RDDTrainingApproach.Direct)
            .build();
    var network = new SparkComputationGraph(spark, network(), master);
    List<org.nd4j.linalg.dataset.api.MultiDataSet> examples = new ArrayList<>();
    for (int worker = 0; worker < workers; worker++) {
      examples.add(example());
    }
    var data = spark.parallelize(examples, workers);
    double[] millis = new double[rounds];
    LongSupplier fit =
        () -> {
          long begin = System.nanoTime();
          network.fitMultiDataSet(data);
          return System.nanoTime() - begin;
        };
    long before = 0;
    for (int round = 0; round < rounds; round++) {
      before = round == warm ? brought() : before;
      millis[round] = fit.getAsLong() / 1e6;
    }
    double bytes = (brought() - before) / (double) (rounds - warm);
    return new double[] {median(Arrays.copyOfRange(millis, warm, rounds)), bytes};
  }

  private long brought() {
    try {
      spark.sc().listenerBus().waitUntilEmpty();
    } catch (Exception e) { // a TimeoutException, which Scala does not declare
      throw new IllegalStateException(e);
    }
    return results.get();
  }

  private static double median(double... values) {
    double[] sorted = Arrays.stream(values).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private static MultiDataSet example() {
    var labels = Nd4j.zeros(DataType.FLOAT, 1, CLASSES).putScalar(0, 1);
    return new MultiDataSet(Nd4j.ones(DataType.FLOAT, 1, INPUTS), labels);
  }

  private ComputationGraph network() {
    int hidden = parameters / (INPUTS + CLASSES);
    var loss = new LossLayer.Builder(new SoftmaxCrossEntropy()).activation(Activation.SOFTMAX);
    var network =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new HeavyBall(new FixedSchedule(1e-3), 0.9))
                .graphBuilder()
                .addInputs("image")
                .setInputTypes(InputType.feedForward(INPUTS))
                .addLayer("hidden", new Linear(INPUTS, hidden), "image")
                .addLayer("logits", new Linear(hidden, CLASSES), "hidden")
                .addLayer("perception", loss.build(), "logits")
                .setOutputs("perception")
                .build());
    network.init();
    return network;
  }

  private static NetworkParts parts() {
    var output = new Output(Branch.PERCEPTION, "logits", OutputKind.CLASSES);
    return new NetworkParts(List.of(output), Map.of(), null);
  }
}
