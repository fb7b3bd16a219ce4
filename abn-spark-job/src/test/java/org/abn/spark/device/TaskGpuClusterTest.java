package org.abn.spark.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.abn.spark.LocalCluster;
import org.abn.spark.LocalCluster.Outcome;
import org.abn.spark.action.ShardAction;
import org.abn.spark.action.TinyCifar;
import org.abn.spark.device.RecordingDevices.Choice;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One executor that sees the two GPUs of its node, as on Spark's own master, and two tasks at a
 * time. The discovery script invents the GPUs.
 */
@Tag("spark")
class TaskGpuClusterTest {
  private static final String MASTER = "local-cluster[1,2,1024]";

  @TempDir Path folder;
  private List<String> gpus;

  @BeforeEach
  void inventGpus() throws IOException {
    Path script = folder.resolve("discover.sh");
    Files.writeString(
        script, "#!/bin/sh\necho '{\"name\": \"gpu\", \"addresses\": [\"0\", \"1\"]}'\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    gpus =
        List.of(
            "spark.worker.resource.gpu.amount=2",
            "spark.worker.resource.gpu.discoveryScript=" + script,
            "spark.executor.resource.gpu.amount=2",
            "spark.task.resource.gpu.amount=1");
  }

  @Test
  void aTasksThreadsComputeOnTheGpuThatSparkGivesIt() throws Exception {
    Path records = Files.createDirectory(folder.resolve("records"));
    String options =
        "spark.executor.extraJavaOptions=-XX:TieredStopAtLevel=1 -Dabn.kernels=onednn"
            + " -Daffinitymanager=%s -D%s=%s"
                .formatted(RecordingDevices.class.getName(), RecordingDevices.FOLDER, records);
    Path published = TinyCifar.write(folder.resolve("published"), 40, 8);
    String data = folder.resolve("data").toString();
    new ShardAction("cifar10", published.toString(), data, 1).run();

    Outcome outcome =
        new LocalCluster(Files.createDirectory(folder.resolve("cluster")))
            .run(MASTER, Stream.concat(gpus.stream(), Stream.of(options)).toList(), train(data));

    assertThat(outcome.status()).as(outcome.text()).isZero();
    List<Choice> choices = choices(records);
    List<Choice> ofTasks = choices.stream().filter(choice -> !choice.address().isEmpty()).toList();
    assertThat(ofTasks)
        .isNotEmpty()
        .allSatisfy(
            choice -> assertThat(choice.address()).isEqualTo(Integer.toString(choice.device())));
    assertThat(ofTasks).extracting(Choice::device).contains(0, 1);
    List<Choice> ofFeeds =
        choices.stream().filter(choice -> choice.thread().startsWith("batch-feed-")).toList();
    assertThat(ofFeeds).extracting(Choice::device).contains(0, 1);
  }

  private String[] train(String data) throws IOException {
    Path conf = folder.resolve("tiny.conf");
    Files.writeString(
        conf,
        """
        network.name = resnet8
        data.normalisation { mean = [0.5, 0.5, 0.5], std = [0.25, 0.25, 0.25] }
        data.augmentation { padding = 4, mirror = true }
        train {
          epochs = 2, batch-size = 5, workers = 2, averaging-frequency = 2
          threads-per-worker = 1, seed = 5
          learning-rate { initial = 0.05, factor = 0.1, drops = [] }
          momentum = 0.9, weight-decay = 1e-4
        }
        """);
    String run = folder.resolve("run").toString();
    return new String[] {
      "train", conf.toString(), "-D", "data.uri=" + data, "-D", "run.dir=" + run
    };
  }

  private static List<Choice> choices(Path records) throws IOException {
    try (Stream<Path> files = Files.list(records)) {
      Path file = files.toList().get(0); // of the one executor
      return Files.readAllLines(file).stream().map(Choice::of).toList();
    }
  }

  @Test
  void aPackageForProcessorsIsRefusedInOneLine() throws Exception {
    Outcome outcome =
        new LocalCluster(Files.createDirectory(folder.resolve("cluster")))
            .run(MASTER, gpus, "preflight");
    assertThat(outcome.status()).as(outcome.text()).isEqualTo(2);
    assertThat(outcome.text().lines())
        .filteredOn(line -> line.contains("cannot train"))
        .singleElement()
        .asString()
        .contains(
            "executor 0 on ",
            ": Spark gives the task GPU ",
            " of ",
            ", but the package is for processors; package with -Pcuda;"
                + " with ABN_KERNELS=onednn the processor computes all the same");
    assertThat(outcome.text()).doesNotContain("\tat ");
  }
}
