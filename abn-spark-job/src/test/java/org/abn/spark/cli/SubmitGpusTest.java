package org.abn.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.abn.spark.cli.SubmitScript.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What submit.sh asks Spark for where the package is for GPUs. */
class SubmitGpusTest {
  private static final String AN_EXECUTOR = "spark.executor.resource.gpu.amount=1";
  private static final String A_TASK = "spark.task.resource.gpu.amount=1";
  private static final String SCRIPT = "spark.executor.resource.gpu.discoveryScript=";
  private static final String NATIVE = "nd4j-cuda-11.6-1-linux-x86_64-cudnn.jar";

  @TempDir Path directory;
  private SubmitScript script;

  @BeforeEach
  void layOut() throws IOException {
    script = new SubmitScript(directory).submitting();
    script.executable("spark/bin/spark-submit", "#!/bin/bash\nprintf '%s\\n' \"$@\"\n");
    script.write("spark/jars/spark-core_2.12-3.5.8.jar", "");
    script.set("SPARK_HOME", directory.resolve("spark").toString());
    script.set("SPARK_LOCAL_IP", "127.0.0.1");
  }

  private String submitted(String... options) throws Exception {
    Outcome outcome = script.run(SubmitScript.with(new String[] {"train", "x", "--"}, options));
    assertThat(outcome.status()).as(outcome.text()).isZero();
    return outcome.text();
  }

  private void packageForGpus() throws IOException {
    script.write("abn-spark-job/target/lib/" + NATIVE, "");
  }

  @Test
  void aPackageForProcessorsAsksForNone() throws Exception {
    assertThat(submitted("--master", "yarn")).doesNotContain("resource.gpu");
  }

  @Test
  void anExecutorAndATaskHaveOneEach() throws Exception {
    packageForGpus();
    assertThat(submitted("--master", "spark://a:7077"))
        .contains(AN_EXECUTOR, A_TASK, "spark.executorEnv.NVIDIA_TF32_OVERRIDE=0")
        .doesNotContain(SCRIPT); // the workers of Spark's own master have theirs
    assertThat(submitted("--master", "yarn"))
        .contains(AN_EXECUTOR, SCRIPT + "./discover-gpus.sh", "spark.yarn.dist.files=" + directory);
    assertThat(submitted("--master", "k8s://a"))
        .contains(AN_EXECUTOR, "spark.executor.resource.gpu.vendor=nvidia.com");
    assertThat(submitted("--master", "local[2]")).doesNotContain("resource.gpu");
  }

  @Test
  void asksForNoneWhereTheProcessorIsChosen() throws Exception {
    packageForGpus();
    script.set("ABN_KERNELS", "onednn");
    assertThat(submitted("--master", "yarn")).doesNotContain("resource.gpu");
  }

  @Test
  void saysInOneLineThatThisMachineHasNone() throws Exception {
    packageForGpus();
    script.executable("conf/cluster/discover-gpus.sh", "#!/bin/sh\nexit 1\n");
    Outcome outcome = script.run("train", "x", "--", "--master", "local-cluster[2,1,1024]");
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.text())
        .containsPattern("^submit.sh: no GPU serves on \\S*: nvidia-smi lists none; [^\n]*\n$");
  }

  @Test
  void theUsersOwnNumberWins() throws Exception {
    packageForGpus();
    Path file = script.write("my.properties", "spark.executor.resource.gpu.amount 4\n");
    assertThat(submitted("--master", "yarn", "--properties-file", file.toString()))
        .contains(A_TASK)
        .doesNotContain(AN_EXECUTOR);
  }

  @Test
  void takesTf32WhereAskedTo() throws Exception {
    packageForGpus();
    script.set("NVIDIA_TF32_OVERRIDE", "1");
    assertThat(submitted("--master", "yarn")).contains("spark.executorEnv.NVIDIA_TF32_OVERRIDE=1");
  }

  @Test
  void sendsNothingThatEveryNodeHas() throws Exception {
    packageForGpus();
    assertThat(submitted("--master", "yarn"))
        .contains(directory + "/abn-spark-job/target/lib/" + NATIVE);
    script.set("ABN_LIB", "/opt/abn/lib");
    assertThat(submitted("--master", "yarn"))
        .contains("local:/opt/abn/lib/" + NATIVE, "--driver-class-path")
        .doesNotContain(directory + "/abn-spark-job/target/lib/" + NATIVE);
  }

  @Test
  void handsOnWhatLayersAreToComputeBy() throws Exception {
    script.set("ABN_KERNELS", "nd4j-nchw");
    assertThat(submitted("--master", "yarn").lines())
        .filteredOn(line -> line.contains("-Dabn.kernels=nd4j-nchw"))
        .as("driver and executors")
        .hasSize(2);
  }
}
