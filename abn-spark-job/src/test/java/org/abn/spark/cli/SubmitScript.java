package org.abn.spark.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** submit.sh in a directory of its own; its java is a script that tells how it was called. */
final class SubmitScript {
  private static final Path SCRIPT = Path.of("..", "submit.sh");

  private final Path directory;
  private final Map<String, String> environment = new HashMap<>();
  private int usage = ExitStatus.PLAIN;

  /** What a command has printed, and its status. */
  record Outcome(int status, String text) {}

  SubmitScript(Path directory) throws IOException {
    this.directory = directory;
    Path target = directory.resolve("abn-spark-job/target");
    Files.createDirectories(target.resolve("lib"));
    Files.createDirectories(target.resolve("spark/jars"));
    Files.copy(SCRIPT, directory.resolve("submit.sh"));
    write("abn-spark-job/target/abn-spark-job-1.jar", "");
    Files.createDirectories(directory.resolve("home"));
    java("17.0.1");
    set("JAVA_HOME", directory.resolve("jdk").toString());
    set("HOME", directory.resolve("home").toString());
    set("TMPDIR", directory.toString());
  }

  /** Takes every command for one that Spark runs. */
  SubmitScript submitting() throws IOException {
    usage = ExitStatus.SUBMIT;
    java("17");
    return this;
  }

  /** What runs prints what it was given. */
  void java(String version) throws IOException {
    executable(
        "jdk/bin/java",
        String.format(
            Locale.ROOT,
            """
            #!/bin/bash
            case "$*" in
              -version) echo 'openjdk version "%s" 2025-01-01' >&2 ;;
              *cli.Usage*) exit %d ;;
              *) echo "LC_ALL=${LC_ALL:-}" "$@" ;;
            esac
            """,
            version,
            usage));
  }

  /** Sets a variable of the environment, in which there is little else. */
  void set(String variable, String value) {
    environment.put(variable, value);
  }

  Path write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  Path executable(String name, String text) throws IOException {
    Path file = write(name, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  Outcome run(String... arguments) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("bash", directory.resolve("submit.sh").toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Outcome(process.waitFor(), text);
  }

  /** Some words, and more behind them. */
  static String[] with(String[] words, String... more) {
    return Stream.of(words, more).flatMap(Stream::of).toArray(String[]::new);
  }
}
