package org.abn.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * Runs commands on Spark's local-cluster: a driver in a JVM of its own, and executors in others,
 * which have a working directory of their own.
 *
 * @param directory for what they leave
 */
public record LocalCluster(Path directory) {

  /** These machines live for seconds, in which the better compiler costs more than it gains. */
  private static final String COMPILER = "-XX:TieredStopAtLevel=1";

  /** What a command has printed, errors and all, and its status. */
  public record Outcome(int status, String text) {}

  /**
   * Runs a command.
   *
   * @param master such as {@code local-cluster[2,1,1024]}
   */
  public Outcome run(String master, List<String> settings, String... command) throws Exception {
    String classes = System.getProperty("java.class.path");
    var builder =
        new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString());
    List<String> words = builder.command();
    words.addAll(List.of(JavaModuleOptions.defaultModuleOptions().strip().split("\\s+")));
    words.addAll(List.of("-Xmx512m", COMPILER, "-cp", classes));
    words.add("-Dlog4j2.configurationFile=" + Path.of("..", "conf", "log4j2.properties"));
    words.addAll(List.of("-Dspark.master=" + master, "-Dspark.ui.enabled=false"));
    words.add("-Dspark.executor.extraClassPath=" + classes);
    words.add("-Dspark.executor.extraJavaOptions=" + COMPILER);
    settings.forEach(setting -> words.add("-D" + setting));
    words.add("org.abn.spark.cli.Plain"); // exits with the status
    words.addAll(List.of(command));
    builder.environment().put("SPARK_HOME", directory.toString());
    Files.createDirectories(directory.resolve("jars")); // empty: the class path has it all
    builder.environment().put("SPARK_SCALA_VERSION", "2.12");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("OMP_NUM_THREADS", "1");
    Process process = builder.redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Outcome(process.waitFor(), text);
  }

  /** What executors have logged. */
  public List<String> logs() throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("work"))) {
      return files.filter(file -> file.endsWith("stderr")).map(LocalCluster::text).toList();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
