package org.abn.spark.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.abn.model.InputShape;
import org.abn.model.Network;
import org.abn.model.Sgd;
import org.abn.model.parts.Model;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** Memory stays flat over thousands of averaging rounds. */
@Tag("slow")
@Tag("spark")
class MemoryTest {

  private static final int ROUNDS = 3000;
  private static final int WARM = 1000;
  private static final long SLACK_BYTES = 8L << 20;

  /** A leak of 16 KiB a round would be 32 MiB. */
  private static final long RESIDENT_SLACK_BYTES = 32L << 20;

  private final Map<Integer, Long> heap = new TreeMap<>();

  /** Of the process, in which the heap is constant: the profile slow touches all of it at first. */
  private final Map<Integer, Long> resident = new TreeMap<>();

  @Test
  void isFlatOverThousandsOfRounds() {
    SparkConf conf =
        new SparkConf().setMaster("local[2]").setAppName("test").set("spark.ui.enabled", "false");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      Model model = model();
      var description = spark.broadcast(NetworkDescription.of(model));
      var settings = AveragingSettings.fixed(2, 1, 1);
      var master = AveragingTrainingMaster.of(settings, description, this::measure);
      var references =
          spark
              .parallelize(List.of(0, 1), 2)
              .flatMap(worker -> BatchReference.all(0, worker, ROUNDS).iterator());
      new SparkComputationGraph(spark, model.graph(), master)
          .fitPaths(references, new SyntheticBatches(2, 2, 1));
    }
    assertThat(resident.get(ROUNDS)).isLessThan(resident.get(WARM) + RESIDENT_SLACK_BYTES);
    assertThat(heap.get(ROUNDS)).isLessThan(heap.get(WARM) + SLACK_BYTES);
  }

  private void measure(Round round) {
    if (round.number() == WARM || round.number() == ROUNDS) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      heap.put(round.number(), runtime.totalMemory() - runtime.freeMemory());
      resident.put(round.number(), ProcessMemory.residentBytes().orElseThrow());
    }
  }

  private static Model model() {
    return Network.named("abn-resnet8")
        .configuration(
            new InputShape(SyntheticBatches.SIZE, SyntheticBatches.SIZE, 1),
            SyntheticBatches.CLASSES,
            Sgd.constant(0.01, 0.9, 1e-4),
            1,
            DataType.FLOAT)
        .newModel();
  }
}
