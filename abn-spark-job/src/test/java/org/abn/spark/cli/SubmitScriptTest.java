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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** submit.sh as it deals with machines; its java is a script that tells how it was called. */
class SubmitScriptTest {
  private static final Path SCRIPT = Path.of("..", "submit.sh");

  @TempDir Path directory;
  private final Map<String, String> environment = new HashMap<>();
  private int usage = 4; // a plain JVM is to run the command, not Spark

  /** What a command has printed, and its status. */
  private record Outcome(int status, String text) {}

  @BeforeEach
  void layOut() throws IOException {
    Path target = directory.resolve("abn-spark-job/target");
    Files.createDirectories(target.resolve("lib"));
    Files.createDirectories(target.resolve("spark/jars"));
    Files.copy(SCRIPT, directory.resolve("submit.sh"));
    write("abn-spark-job/target/abn-spark-job-1.jar", "");
    Files.createDirectories(directory.resolve("home"));
    java("17.0.1");
    environment.put("JAVA_HOME", directory.resolve("jdk").toString());
    environment.put("HOME", directory.resolve("home").toString());
    environment.put("TMPDIR", directory.toString());
  }

  /** What runs prints what it was given. */
  private void java(String version) throws IOException {
    Path java =
        write(
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
    assertThat(java.toFile().setExecutable(true)).isTrue();
  }

  private Path write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  @Test
  void runsTheCommandInTheHomeThereIs() throws Exception {
    Outcome outcome = submit("networks");
    assertThat(outcome.text())
        .contains("org.abn.spark.cli.Plain networks")
        .contains("-Duser.home=" + directory.resolve("home") + " ")
        .contains("-Dabn.told=DENY");
    assertThat(outcome.status()).isZero();
    assertThat(submit("networks", "--verbose").text()).contains("-Dabn.told=NEUTRAL");
  }

  @Test
  void findsHadoopsConfigurationWithoutSparkToo() throws Exception {
    environment.put("HADOOP_CONF_DIR", "/etc/hadoop");
    assertThat(submit("datasets", "hdfs://cluster/shards").text())
        .contains("spark/jars/*:/etc/hadoop org.abn.spark.cli.Plain");
  }

  @Test
  void submitsWhatNeedsNoSparkWhereSparkSubmitIsGivenOptions() throws Exception {
    Path spark = write("spark/bin/spark-submit", "#!/bin/sh\necho submitted \"$@\"\n");
    assertThat(spark.toFile().setExecutable(true)).isTrue();
    environment.put("SPARK_HOME", directory.resolve("spark").toString());
    String option = "spark.hadoop.fs.s3a.endpoint=http://host";
    assertThat(submit("datasets", "s3a://bucket/shards", "--", "--conf", option).text())
        .startsWith("submitted --class org.abn.spark.cli.Abn ")
        .contains("--conf " + option)
        .endsWith(".jar datasets s3a://bucket/shards\n");
  }

  @Test
  void namesTheJavaThatIsMissing() throws Exception {
    environment.put("JAVA_HOME", "/nonexistent");
    assertThat(submit("networks"))
        .isEqualTo(
            failure("needs JDK 17, but there is no /nonexistent/bin/java; set JAVA_HOME to one"));
  }

  @Test
  void refusesAJavaThatIsTooNewOrTooOld() throws Exception {
    for (String version : new String[] {"25.0.1", "24", "11.0.2", "1.8.0_402"}) {
      java(version);
      Outcome outcome = submit("networks");
      assertThat(outcome.status()).isEqualTo(1);
      assertThat(outcome.text()).startsWith("submit.sh: needs JDK 17, but ").hasLineCount(1);
    }
    java("21.0.1");
    assertThat(submit("networks").text()).startsWith("submit.sh: warning: tried on JDK 17 alone");
  }

  @Test
  void namesFilesInUtf8WhateverTheLocale() throws Exception {
    for (String locale : new String[] {"C", "POSIX", "de_DE.ISO-8859-1", "xx_XX.UTF-8"}) {
      environment.put("LC_ALL", locale);
      assertThat(submit("networks").text()).containsPattern("LC_ALL=\\S*(?i:utf-?8)");
    }
  }

  @Test
  void findsAnotherHomeWhereThereIsNone() throws Exception {
    for (String home : new String[] {"/proc", "/nonexistent", ""}) {
      environment.put("HOME", home);
      assertThat(submit("networks").text())
          .contains("-Duser.home=" + directory.resolve("abn-spark-"));
    }
  }

  @Test
  void takesNoHomeThatSomebodyElseHasLinked() throws Exception {
    String uid = Files.getAttribute(directory, "unix:uid").toString();
    Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
    Files.createSymbolicLink(directory.resolve("abn-spark-" + uid), elsewhere);
    environment.put("HOME", "/proc");
    assertThat(submit("networks").status()).isEqualTo(1);
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void saysWhereNativeLibrariesCannotGo() throws Exception {
    environment.put("HOME", "/proc");
    environment.put("TMPDIR", "/proc");
    assertThat(submit("networks"))
        .isEqualTo(
            failure(
                "native libraries can go neither into HOME, '/proc', nor into /proc (not writable,"
                    + " or mounted noexec); set TMPDIR to a directory for them"));
  }

  @Test
  void refusesAMasterThatSparkDoesNotKnow() throws Exception {
    usage = 3;
    java("17");
    Outcome outcome = submit("train", "a.conf", "--", "--master", "nonsense");
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.text()).startsWith("submit.sh: --master must be yarn, ").hasLineCount(1);
  }

  @Test
  void refusesASparkOfAnotherVersion() throws Exception {
    usage = 3;
    java("17");
    write("spark/jars/spark-core_2.13-3.3.0.jar", "");
    Path submit = write("spark/bin/spark-submit", "#!/bin/sh\necho submitted\n");
    assertThat(submit.toFile().setExecutable(true)).isTrue();
    environment.put("SPARK_HOME", directory.resolve("spark").toString());
    assertThat(submit("train", "a.conf"))
        .isEqualTo(
            new Outcome(
                2,
                "submit.sh: SPARK_HOME must be a Spark 3.5 for Scala 2.12, but holds"
                    + " spark-core_2.13-3.3.0.jar\n"));
    Files.delete(directory.resolve("spark/jars/spark-core_2.13-3.3.0.jar"));
    write("spark/jars/spark-core_2.12-3.5.1.jar", "");
    assertThat(submit("train", "a.conf")).isEqualTo(new Outcome(0, "submitted\n"));
  }

  private static Outcome failure(String line) {
    return new Outcome(1, "submit.sh: " + line + "\n");
  }

  private Outcome submit(String... arguments) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("bash", directory.resolve("submit.sh").toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Outcome(process.waitFor(), text);
  }
}
