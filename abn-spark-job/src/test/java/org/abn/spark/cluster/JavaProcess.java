package org.abn.spark.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.abn.spark.cli.Abn;
import org.apache.spark.deploy.SparkSubmit;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * A Java virtual machine of its own, with the class path of the tests.
 *
 * @param process the machine
 * @param log what it writes
 */
record JavaProcess(Process process, Path log) implements AutoCloseable {

  /** Surefire hides it in a jar's manifest. */
  static final String CLASS_PATH =
      System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

  private static final int SECONDS = 240;

  /**
   * Starts a driver of ours, as submit.sh does.
   *
   * @param home a directory that stands for SPARK_HOME
   * @param properties of Spark
   * @param environment beside the usual
   * @param arguments of our program
   */
  static JavaProcess submit(
      Path home,
      Path log,
      Map<String, String> properties,
      Map<String, String> environment,
      String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(SparkSubmit.class.getName()));
    command.addAll(List.of("--class", Abn.class.getName()));
    properties.forEach((key, value) -> command.addAll(List.of("--conf", key + "=" + value)));
    command.add("spark-internal"); // Spark's word for what is on the class path
    command.addAll(List.of(arguments));
    List<String> options = List.of("-Xmx768m", "-Dabn.told=DENY");
    return start(home, log, options, environment, command);
  }

  /**
   * Starts one.
   *
   * @param home a directory that stands for SPARK_HOME
   * @param options of the machine, such as system properties
   * @param environment beside the usual
   * @param command a class with a main method, and its arguments
   */
  static JavaProcess start(
      Path home,
      Path log,
      List<String> options,
      Map<String, String> environment,
      List<String> command)
      throws IOException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of(JavaModuleOptions.defaultModuleOptions().split(" ")));
    words.add("-XX:TieredStopAtLevel=1");
    words.add("-Dlog4j2.configurationFile=" + System.getProperty("log4j2.configurationFile"));
    words.addAll(options);
    words.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(words);
    builder
        .environment()
        .putAll(
            Map.of(
                "CLASSPATH", CLASS_PATH,
                "SPARK_HOME", home.toString(),
                "SPARK_SCALA_VERSION", "2.12",
                "SPARK_LOCAL_IP", "127.0.0.1",
                "OMP_NUM_THREADS", "1"));
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(log.toFile()).directory(home.toFile());
    return new JavaProcess(builder.start(), log);
  }

  /** Its exit status. */
  int await() throws InterruptedException {
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("still running after " + SECONDS + " s: " + log);
    }
    return process.exitValue();
  }

  /** By SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Machines that it has started, and these. */
  Stream<ProcessHandle> descendants() {
    return process.descendants();
  }

  /** What it has written so far. */
  String said() throws IOException {
    return Files.readString(log);
  }

  /** Ends it and those that it has started. */
  @Override
  public void close() {
    List<ProcessHandle> started = descendants().toList();
    process.destroyForcibly();
    started.forEach(ProcessHandle::destroyForcibly);
  }
}
