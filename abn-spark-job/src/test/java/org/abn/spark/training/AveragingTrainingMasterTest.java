package org.abn.spark.training;

import static org.abn.spark.training.SyntheticBatches.CLASSES;
import static org.abn.spark.training.SyntheticBatches.SIZE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.abn.model.InputShape;
import org.abn.model.Network;
import org.abn.model.Sgd;
import org.abn.model.kernel.Geometry.Window;
import org.abn.model.layer.Convolution;
import org.abn.model.layer.Dropout;
import org.abn.model.layer.GlobalAveragePooling;
import org.abn.model.layer.HeavyBall;
import org.abn.model.layer.Linear;
import org.abn.model.layer.SoftmaxCrossEntropy;
import org.abn.model.layer.TrainingStep;
import org.abn.model.parts.Branch;
import org.abn.model.parts.Model;
import org.abn.model.parts.NetworkParts;
import org.abn.model.parts.Output;
import org.abn.model.parts.OutputKind;
import org.abn.spark.SmallMultiTask;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.schedule.FixedSchedule;

@Tag("spark")
class AveragingTrainingMasterTest {

  private static final int BATCH = 4;
  private static final Network ABN_RESNET8 = Network.named("abn-resnet8");

  /** The synthetic labels are one-hot, and so attributes too. */
  static List<Network> networks() {
    return List.of(ABN_RESNET8, SmallMultiTask.ATTENTION);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void oneWorkerIsAPlainFitBitForBit(Network definition) {
    var batches = new SyntheticBatches(BATCH, 2, 1);
    // Sums over more threads differ in their last bits.
    ComputationGraph plain = NativeThreads.with(1, () -> plainFit(definition, batches));
    ComputationGraph averaged = network(definition);
    train(averaged, AveragingSettings.fixed(1, 3, 1), batches, "local[2]", 7);
    assertSame(averaged, plain);
    assertThat(Clock.of(averaged)).isEqualTo(new Clock(1, 7));
  }

  private static ComputationGraph plainFit(Network definition, SyntheticBatches batches) {
    ComputationGraph network = network(definition);
    var step = new TrainingStep(network);
    for (String reference : BatchReference.all(0, 0, 7)) {
      step.fit(batches.load(new ReferenceSource(reference)));
    }
    return network;
  }

  @Test
  void twoWorkersAveragingEveryStepAreOneWithTwiceTheBatch() {
    ComputationGraph two = withoutBatchNorm();
    train(
        two, AveragingSettings.fixed(2, 1, 1), new SyntheticBatches(BATCH, 1, 1), "local[2]", 6, 6);
    ComputationGraph one = withoutBatchNorm();
    train(one, AveragingSettings.fixed(1, 1, 1), new SyntheticBatches(BATCH, 1, 2), "local[2]", 6);
    assertThat(two.params().distance2(one.params())).isCloseTo(0, within(1e-5));
    assertThat(velocity(two)).hasSameSizeAs(velocity(one));
    for (int i = 0; i < velocity(two).length; i++) {
      assertThat(velocity(two)[i]).isCloseTo(velocity(one)[i], within(1e-5f));
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void givesTheSameParametersOnAnyNumberOfExecutorThreads(Network definition) {
    ComputationGraph alone = network(definition);
    ComputationGraph shared = network(definition);
    var settings = AveragingSettings.fixed(3, 2, 1);
    var batches = new SyntheticBatches(BATCH, 2, 1);
    List<Round> rounds = train(alone, settings, batches, "local[1]", 5, 5, 4);
    assertThat(train(shared, settings, batches, "local[4]", 5, 5, 4))
        .extracting(Round::number, Round::clock, Round::scores)
        .isEqualTo(rounds.stream().map(r -> tuple(r.number(), r.clock(), r.scores())).toList());
    assertSame(shared, alone);
  }

  @Test
  void aTaskThatIsRunAgainChangesNothing() {
    ComputationGraph untroubled = network(ABN_RESNET8);
    ComputationGraph retried = network(ABN_RESNET8);
    var settings = AveragingSettings.fixed(2, 3, 1);
    var batches = new SyntheticBatches(BATCH, 2, 1);
    train(untroubled, settings, batches, "local[2]", 5, 4);
    List<Round> rounds =
        train(
            retried,
            settings,
            new FailingOnce(batches, "epoch=0/worker=1/batch=2"),
            "local[2,2]",
            5,
            4);
    assertThat(FailingOnce.hasFailed()).isTrue();
    assertSame(retried, untroubled);
    assertThat(rounds.get(1).scores().perception().examples()).isEqualTo(9 * BATCH);
  }

  @Test
  void dropsNoMiniBatchOfUnevenWorkersAndShortRounds() {
    ComputationGraph network = network(ABN_RESNET8);
    List<Round> rounds =
        train(
            network,
            AveragingSettings.fixed(3, 4, 1),
            new SyntheticBatches(BATCH, 2, 1),
            "local[2]",
            9,
            8,
            1);
    assertThat(rounds).hasSize(3);
    Round last = rounds.get(2);
    assertThat(last.scores().perception().examples()).isEqualTo(18 * BATCH);
    assertThat(last.scores().attention().examples()).isEqualTo(18 * BATCH);
    assertThat(Clock.of(network).step()).isEqualTo(9);
  }

  @Test
  void anEpochEndsWithAnAverageHoweverLongThePeriod() {
    ComputationGraph network = network(ABN_RESNET8);
    var settings = AveragingSettings.fixed(2, Integer.MAX_VALUE, 1);
    List<Round> rounds =
        train(network, settings, new SyntheticBatches(BATCH, 2, 1), "local[2]", 3, 2);
    assertThat(rounds).hasSize(1);
    assertThat(rounds.get(0).scores().perception().examples()).isEqualTo(5 * BATCH);
  }

  @Test
  void refusesPartitionsThatAreNotItsWorkers() {
    assertThatThrownBy(
            () ->
                train(
                    withoutBatchNorm(),
                    AveragingSettings.fixed(2, 1, 1),
                    new SyntheticBatches(BATCH, 1, 1),
                    "local[1]",
                    1))
        .hasMessageContaining("each of 2 workers, got 1");
  }

  @Test
  void refusesMiniBatchesThatDoNotTellTheRecordsThatDropoutGoesBy() {
    MultiDataSetLoader untold =
        reference -> {
          var batch = new SyntheticBatches(BATCH, 1, 1).load(reference);
          batch.setExampleMetaData(null);
          return batch;
        };
    assertThatThrownBy(
            () ->
                train(withoutBatchNorm(), AveragingSettings.fixed(1, 1, 1), untold, "local[1]", 1))
        .hasMessageContaining(
            "the network has dropout, which goes by records, and the loader tells none");
  }

  /** Trains an epoch of as many mini-batches a worker as given; tells the rounds. */
  private static List<Round> train(
      ComputationGraph network,
      AveragingSettings settings,
      MultiDataSetLoader batches,
      String master,
      int... counts) {
    List<Round> rounds = new ArrayList<>();
    SparkConf conf =
        new SparkConf().setMaster(master).setAppName("test").set("spark.ui.enabled", "false");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      Broadcast<NetworkDescription> description =
          spark.broadcast(NetworkDescription.of(new Model(network, parts(network))));
      var averaging = AveragingTrainingMaster.of(settings, description, rounds::add);
      List<Integer> workers = IntStream.range(0, counts.length).boxed().toList();
      JavaRDD<String> references =
          spark
              .parallelize(workers, workers.size())
              .flatMap(worker -> BatchReference.all(0, worker, counts[worker]).iterator());
      new SparkComputationGraph(spark, network, averaging).fitPaths(references, batches);
    }
    return rounds;
  }

  /** As far as scores go by them. */
  private static NetworkParts parts(ComputationGraph network) {
    ComputationGraphConfiguration configuration = network.getConfiguration();
    List<Output> outputs =
        configuration.getNetworkOutputs().stream()
            .map(
                output ->
                    new Output(
                        Branch.valueOf(output.toUpperCase(Locale.ROOT)),
                        configuration.getVertexInputs().get(output).get(0),
                        OutputKind.CLASSES))
            .toList();
    return new NetworkParts(outputs, Map.of(), null);
  }

  private static void assertSame(ComputationGraph actual, ComputationGraph expected) {
    assertThat(ModelState.of(actual).parameters()).isEqualTo(ModelState.of(expected).parameters());
    assertThat(velocity(actual)).isEqualTo(velocity(expected));
  }

  private static float[] velocity(ComputationGraph network) {
    return ModelState.of(network).momentum();
  }

  private static ComputationGraph network(Network definition) {
    return initialised(
        definition
            .configuration(
                new InputShape(SIZE, SIZE, 1),
                CLASSES,
                Sgd.constant(0.05, 0.9, 1e-4),
                1,
                DataType.FLOAT)
            .graph());
  }

  private static ComputationGraph withoutBatchNorm() {
    var loss = new LossLayer.Builder(new SoftmaxCrossEntropy()).activation(Activation.SOFTMAX);
    return initialised(
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .updater(new HeavyBall(new FixedSchedule(0.05), 0.9))
            .l2(1e-4)
            .graphBuilder()
            .addInputs("image")
            .setInputTypes(InputType.convolutional(SIZE, SIZE, 1, CNN2DFormat.NHWC))
            .addLayer("convolution", Convolution.of(new Window(1, 6, 1, 3, 1, 1)), "image")
            .addLayer("map_dropout", Dropout.of(0.3), "convolution")
            .addVertex(
                "pool", new GlobalAveragePooling(GlobalAveragePooling.Shape.VECTOR), "map_dropout")
            .addLayer("vector_dropout", Dropout.of(0.5), "pool")
            .addLayer("perception_branch/fc", new Linear(6, CLASSES), "vector_dropout")
            .addLayer("perception", loss.build(), "perception_branch/fc")
            .setOutputs("perception")
            .build());
  }

  private static ComputationGraph initialised(ComputationGraphConfiguration configuration) {
    var network = new ComputationGraph(configuration);
    network.init();
    return network;
  }
}
