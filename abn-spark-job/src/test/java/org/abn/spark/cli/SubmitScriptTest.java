package org.abn.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.abn.spark.cli.SubmitScript.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** submit.sh as it deals with machines. */
class SubmitScriptTest {
  @TempDir Path directory;
  private SubmitScript script;

  @BeforeEach
  void layOut() throws IOException {
    script = new SubmitScript(directory);
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
    script.set("HADOOP_CONF_DIR", "/etc/hadoop");
    assertThat(submit("datasets", "hdfs://cluster/shards").text())
        .contains("spark/jars/*:/etc/hadoop org.abn.spark.cli.Plain");
  }

  @Test
  void submitsWhatNeedsNoSparkWhereSparkSubmitIsGivenOptions() throws Exception {
    script.executable("spark/bin/spark-submit", "#!/bin/sh\necho submitted \"$@\"");
    script.set("SPARK_HOME", directory.resolve("spark").toString());
    String option = "spark.hadoop.fs.s3a.endpoint=http://host";
    assertThat(submit("datasets", "s3a://bucket/shards", "--", "--conf", option).text())
        .startsWith("submitted --class org.abn.spark.cli.Abn ")
        .contains("--conf " + option)
        .endsWith(".jar datasets s3a://bucket/shards\n");
  }

  @Test
  void namesTheJavaThatIsMissing() throws Exception {
    script.set("JAVA_HOME", "/nonexistent");
    assertThat(submit("networks"))
        .isEqualTo(
            failure("needs JDK 17, but there is no /nonexistent/bin/java; set JAVA_HOME to one"));
  }

  @Test
  void refusesAJavaThatIsTooNewOrTooOld() throws Exception {
    for (String version : new String[] {"25.0.1", "24", "11.0.2", "1.8.0_402"}) {
      script.java(version);
      Outcome outcome = submit("networks");
      assertThat(outcome.status()).isEqualTo(1);
      assertThat(outcome.text()).startsWith("submit.sh: needs JDK 17, but ").hasLineCount(1);
    }
    script.java("21.0.1");
    assertThat(submit("networks").text()).startsWith("submit.sh: warning: tried on JDK 17 alone");
  }

  @Test
  void namesFilesInUtf8WhateverTheLocale() throws Exception {
    for (String locale : new String[] {"C", "POSIX", "de_DE.ISO-8859-1", "xx_XX.UTF-8"}) {
      script.set("LC_ALL", locale);
      assertThat(submit("networks").text()).containsPattern("LC_ALL=\\S*(?i:utf-?8)");
    }
  }

  @Test
  void findsAnotherHomeWhereThereIsNone() throws Exception {
    for (String home : new String[] {"/proc", "/nonexistent", ""}) {
      script.set("HOME", home);
      assertThat(submit("networks").text())
          .contains("-Duser.home=" + directory.resolve("abn-spark-"));
    }
  }

  @Test
  void takesNoHomeThatSomebodyElseHasLinked() throws Exception {
    String uid = Files.getAttribute(directory, "unix:uid").toString();
    Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
    Files.createSymbolicLink(directory.resolve("abn-spark-" + uid), elsewhere);
    script.set("HOME", "/proc");
    assertThat(submit("networks").status()).isEqualTo(1);
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void saysWhereNativeLibrariesCannotGo() throws Exception {
    script.set("HOME", "/proc");
    script.set("TMPDIR", "/proc");
    assertThat(submit("networks"))
        .isEqualTo(
            failure(
                "native libraries can go neither into HOME, '/proc', nor into /proc (not writable,"
                    + " or mounted noexec); set TMPDIR to a directory for them"));
  }

  @Test
  void refusesAMasterThatSparkDoesNotKnow() throws Exception {
    script.submitting();
    Outcome outcome = submit("train", "a.conf", "--", "--master", "nonsense");
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.text()).startsWith("submit.sh: --master must be yarn, ").hasLineCount(1);
  }

  @Test
  void refusesASparkOfAnotherVersion() throws Exception {
    script.submitting();
    script.write("spark/jars/spark-core_2.13-3.3.0.jar", "");
    script.executable("spark/bin/spark-submit", "#!/bin/sh\necho submitted\n");
    script.set("SPARK_HOME", directory.resolve("spark").toString());
    assertThat(submit("train", "a.conf"))
        .isEqualTo(
            new Outcome(
                2,
                "submit.sh: SPARK_HOME must be a Spark 3.5 for Scala 2.12, but holds"
                    + " spark-core_2.13-3.3.0.jar\n"));
    Files.delete(directory.resolve("spark/jars/spark-core_2.13-3.3.0.jar"));
    script.write("spark/jars/spark-core_2.12-3.5.1.jar", "");
    assertThat(submit("train", "a.conf")).isEqualTo(new Outcome(0, "submitted\n"));
  }

  private static Outcome failure(String line) {
    return new Outcome(1, "submit.sh: " + line + "\n");
  }

  private Outcome submit(String... arguments) throws Exception {
    return script.run(arguments);
  }
}
