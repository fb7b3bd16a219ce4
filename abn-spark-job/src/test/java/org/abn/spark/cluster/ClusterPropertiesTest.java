package org.abn.spark.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.internal.config.ConfigEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of conf/cluster, as far as they can be wrong without a cluster. */
class ClusterPropertiesTest {
  private static final Path FILES = Path.of("..", "conf", "cluster");

  /**
   * Of SparkConf itself and of the modules for YARN and Kubernetes, and names that are put
   * together.
   */
  private static final Set<String> OTHER_KEYS =
      Set.of(
          "spark.master",
          "spark.yarn.dist.files",
          "spark.kubernetes.namespace",
          "spark.kubernetes.container.image",
          "spark.executor.resource.gpu.amount",
          "spark.executor.resource.gpu.vendor",
          "spark.executor.resource.gpu.discoveryScript",
          "spark.task.resource.gpu.amount");

  @TempDir Path directory;

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FILES)) {
      return files.filter(file -> file.toString().endsWith(".properties")).sorted().toList();
    }
  }

  @Test
  void thereIsOneForEveryClusterAndDevice() throws IOException {
    assertThat(files().stream().map(file -> file.getFileName().toString()))
        .containsExactly(
            "kubernetes-cpu.properties",
            "kubernetes-gpu.properties",
            "standalone-cpu.properties",
            "standalone-gpu.properties",
            "yarn-cpu.properties",
            "yarn-gpu.properties");
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyKeyIsOneOfSparks(Path file) throws IOException {
    // Loads Spark's entries, which register themselves.
    assertThat(org.apache.spark.internal.config.package$.MODULE$.CORES_MAX().key())
        .isEqualTo("spark.cores.max");
    assertThat(properties(file).stringPropertyNames())
        .isNotEmpty()
        .allSatisfy(
            key ->
                assertThat(OTHER_KEYS.contains(key) || ConfigEntry.findEntry(key) != null)
                    .as(key)
                    .isTrue());
  }

  @ParameterizedTest
  @MethodSource("files")
  void valuesAreOfTheirKindAndGoTogether(Path file) throws IOException {
    SparkConf conf = new SparkConf(false);
    Properties properties = properties(file);
    properties.stringPropertyNames().forEach(key -> conf.set(key, properties.getProperty(key)));
    assertThat(conf.getSizeAsMb("spark.executor.memory")).isBetween(1024L, 16L << 10);
    assertThat(conf.getSizeAsMb("spark.executor.memoryOverhead", "9g")).isEqualTo(9 << 10);
    assertThat(conf.getBoolean("spark.speculation", true)).isFalse();
    assertThat(conf.getBoolean("spark.dynamicAllocation.enabled", true)).isFalse();
    assertThat(Masters.isOneProcess(conf.get("spark.master"))).isFalse();
    TaskCpus.set(conf, 1);
    assertThat(conf.getInt("spark.executor.cores", 0) / conf.getInt("spark.task.cpus", 0))
        .as("tasks of an executor at once")
        .isOne();
    boolean gpu = file.toString().contains("-gpu");
    assertThat(conf.getInt("spark.executor.resource.gpu.amount", 0)).isEqualTo(gpu ? 1 : 0);
    assertThat(conf.getInt("spark.task.resource.gpu.amount", 0)).isEqualTo(gpu ? 1 : 0);
  }

  @Test
  void theScriptTellsSparkTheGpus() throws Exception {
    Path tool = directory.resolve("nvidia-smi");
    Files.writeString(tool, "#!/bin/sh\necho 0\necho 1\n");
    assertThat(tool.toFile().setExecutable(true)).isTrue();
    ProcessBuilder builder =
        new ProcessBuilder("bash", FILES.resolve("discover-gpus.sh").toString());
    builder.environment().merge("PATH", directory.toString(), (path, first) -> first + ":" + path);
    Process process = builder.redirectErrorStream(true).start();
    assertThat(new String(process.getInputStream().readAllBytes(), UTF_8))
        .isEqualTo("{\"name\": \"gpu\", \"addresses\": [\"0\", \"1\"]}\n");
    assertThat(process.waitFor()).isZero();
  }

  private static Properties properties(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      properties.load(in);
    }
    return properties;
  }
}
