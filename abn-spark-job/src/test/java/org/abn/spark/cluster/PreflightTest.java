package org.abn.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.abn.spark.LocalCluster;
import org.abn.spark.LocalCluster.Outcome;
import org.abn.spark.cluster.ExecutorReport.Machine;
import org.abn.spark.cluster.Preflight.Row;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightTest {
  private static final ExecutorReport SOUND =
      new ExecutorReport(
          new Machine("AMD", 1L << 34, 200),
          "CpuBackend",
          Map.of(),
          "0123456789",
          List.of(),
          List.of());

  @TempDir Path directory;

  @Test
  void everyExecutorAtFaultIsInOneMessage() {
    var preflight =
        new Preflight(
            List.of(
                new Row("0", "a", 1, ExecutorReport.faulty("no disk")),
                new Row("1", "b", 1, SOUND),
                new Row("2", "c", 1, ExecutorReport.faulty("spark is 3.4.0"))));
    assertThatThrownBy(preflight::require)
        .isInstanceOf(UnsoundClusterException.class)
        .hasMessage(
            "2 of 3 executors cannot train: executor 0 on a: no disk;"
                + " executor 2 on c: spark is 3.4.0");
    assertThatCode(new Preflight(List.of(new Row("1", "b", 1, SOUND)))::require)
        .doesNotThrowAnyException();
  }

  @Test
  @Tag("spark")
  void asksEveryExecutorOfACluster() throws Exception {
    var cluster = new LocalCluster(directory);
    Outcome outcome = cluster.run("local-cluster[2,1,1024]", List.of(), "preflight");
    assertThat(outcome.status()).as(outcome.text()).isZero();
    assertThat(
            outcome
                .text()
                .lines()
                .filter(line -> line.matches("[01] .* GiB .*CpuBackend, .* images/s .*")))
        .hasSize(2);
    assertThat(cluster.logs())
        .hasSize(2)
        .allSatisfy(
            log ->
                assertThat(log)
                    .as("as conf/log4j2.properties has it")
                    .containsPattern("(?m)^\\d\\d:\\d\\d:\\d\\d INFO  NativeThreads: CpuBackend"));
  }

  @Test
  @Tag("spark")
  void namesEveryExecutorThatIsAtFaultAndExitsWith2() throws Exception {
    Outcome outcome =
        new LocalCluster(directory)
            .run(
                "local-cluster[2,1,1024]",
                List.of(
                    "spark.executorEnv.JAVA_TOOL_OPTIONS=-Dorg.bytedeco.javacpp.cachedir=/proc"),
                "preflight");
    assertThat(outcome.status()).as(outcome.text()).isEqualTo(2);
    assertThat(outcome.text().lines())
        .filteredOn(line -> line.startsWith("preflight failed: 2 of 2 executors cannot train: "))
        .singleElement()
        .asString()
        .contains("executor 0 on ", "executor 1 on ");
  }

  @Test
  @Tag("spark")
  void anExecutorThatDiesOfTheQuestionIsNamed() {
    try (JavaSparkContext spark = new JavaSparkContext("local[1]", "preflight")) {
      List<Executor> executors = Executors.await(spark, Duration.ofSeconds(10));
      assertThat(executors).singleElement().extracting(Executor::id).isEqualTo("driver");
      assertThat(Executors.ask(spark, executors, new Dying())).isEmpty();
    }
  }

  /** Fails as a task does whose executor is lost. */
  private record Dying() implements Function<String, String>, Serializable {
    @Override
    public String apply(String executor) {
      throw new IllegalStateException("lost");
    }
  }
}
