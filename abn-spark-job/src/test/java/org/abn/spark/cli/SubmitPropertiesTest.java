package org.abn.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.abn.spark.cli.SubmitScript.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What submit.sh makes of a file of properties, told by a spark-submit that prints its words. */
class SubmitPropertiesTest {
  @TempDir Path directory;
  private SubmitScript script;

  @BeforeEach
  void layOut() throws IOException {
    script = new SubmitScript(directory).submitting();
    script.executable("spark/bin/spark-submit", "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    script.set("SPARK_HOME", directory.resolve("spark").toString());
    script.set("SPARK_LOCAL_IP", "127.0.0.1"); // whether the machine's name resolves is no matter
  }

  @Test
  void aFileOfPropertiesSaysWhereToRun() throws Exception {
    assertThat(submit("spark.master yarn").text()).contains("--jars\n", "memoryOverhead=9g");
    assertThat(submit("spark.master local[2]").text())
        .contains("--driver-class-path\n")
        .doesNotContain("--jars");
  }

  @Test
  void itsValuesWinOverOurs() throws Exception {
    String text =
        submit("spark.master=yarn", "spark.executor.memoryOverhead : 3g", "spark.jars /x/own.jar")
            .text();
    assertThat(text).doesNotContain("memoryOverhead=").contains(".jar,/x/own.jar\n");
  }

  @Test
  void itStandsInForSparkDefaults() throws Exception {
    script.write("spark/conf/spark-defaults.conf", "spark.master yarn\nspark.driver.memory 9g\n");
    assertThat(script.run("train", "a.conf").text())
        .contains("--jars")
        .doesNotContain("driver.memory=");
    assertThat(submit("spark.master local").text())
        .containsPattern("spark.driver.memory=\\d{4,}m\n")
        .doesNotContain("--jars");
  }

  @Test
  void readsItAsJavaDoes() throws Exception {
    String text =
        submit(
                "# spark.driver.memory 1g",
                "! spark.driver.memory 2g",
                "",
                "  spark.master = spark://host:7077  \r",
                "spark.jars /x/a.jar,\\",
                "    /x/b.jar")
            .text();
    assertThat(text).contains("spark.driver.memory=4g", ".jar,/x/a.jar,/x/b.jar\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"standalone-cpu", "standalone-gpu", "yarn-cpu", "yarn-gpu"})
  void doesNotContradictTheShippedFiles(String name) throws Exception {
    Path file = Path.of("..", "conf", "cluster", name + ".properties");
    Outcome outcome = script.run("train", "a.conf", "--", "--properties-file", file.toString());
    assertThat(outcome.status()).as(outcome.text()).isZero();
    assertThat(outcome.text()).contains("--jars\n");
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith("spark.")) {
        assertThat(outcome.text()).doesNotContain("\n" + line.split("\\s+")[0] + "=");
      }
    }
  }

  @Test
  void whatIsOnTheCommandLineWinsOverIt() throws Exception {
    script.write("a.properties", "spark.master yarn\n");
    String file = directory.resolve("a.properties").toString();
    assertThat(
            script
                .run("train", "a.conf", "--", "--properties-file=" + file, "--master", "local")
                .text())
        .doesNotContain("--jars");
    assertThat(
            script
                .run("train", "a.conf", "--", "--master", "local", "--conf", "spark.master=yarn")
                .text())
        .as("an option wins over --conf, as spark-submit has it")
        .doesNotContain("--jars");
  }

  @Test
  void refusesAFileThatIsNone() throws Exception {
    assertThat(script.run("train", "a.conf", "--", "--properties-file", "/nonexistent"))
        .isEqualTo(
            refusal("--properties-file must be a file that can be read, cannot be: /nonexistent"));
    assertThat(submit("spark.master yarn", "{\"spark.master\":", "yarn}"))
        .isEqualTo(
            refusal(
                directory.resolve("a.properties")
                    + ": expected lines of a property and its value, such as spark.master yarn,"
                    + " found: yarn}"));
  }

  @Test
  void refusesClusterModeWhereverItIsAskedFor() throws Exception {
    Outcome refusal =
        refusal(
            "--deploy-mode must be client, cannot be: cluster; elsewhere the driver would find no"
                + " configuration file, and its exit status would be lost; call submit.sh in the"
                + " cluster");
    String[] train = {"train", "a.conf", "--", "--master", "yarn"};
    assertThat(script.run(SubmitScript.with(train, "--deploy-mode", "cluster"))).isEqualTo(refusal);
    assertThat(script.run(SubmitScript.with(train, "--conf", "spark.submit.deployMode=cluster")))
        .isEqualTo(refusal);
    assertThat(submit("spark.master yarn", "spark.submit.deployMode cluster")).isEqualTo(refusal);
    assertThat(script.run(SubmitScript.with(train, "--deploy-mode", "client")).status()).isZero();
    script.set("DEPLOY_MODE", "cluster");
    assertThat(script.run(train)).isEqualTo(refusal);
  }

  private Outcome submit(String... lines) throws Exception {
    Path file = script.write("a.properties", String.join("\n", lines) + "\n");
    return script.run("train", "a.conf", "--", "--properties-file", file.toString());
  }

  private static Outcome refusal(String line) {
    return new Outcome(2, "submit.sh: " + line + "\n");
  }
}
