package org.abn.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.abn.data.InvalidDataException;
import org.abn.data.format.DatasetFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine line =
      AbnCommand.line()
          .setOut(new PrintWriter(out, true))
          .setErr(new PrintWriter(err, true))
          .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "shard",
        "verify",
        "train",
        "import-checkpoint",
        "export-checkpoint",
        "export-onnx",
        "bench",
        "networks",
        "memory",
        "preflight",
        "reproduce",
        "summary"
      })
  void everyCommandHasHelp(String command) {
    assertThat(Usage.answer(line, command, "--help")).isEqualTo(ExitStatus.DONE);
    assertThat(out.toString()).startsWith("Usage: submit.sh " + command);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void helpNamesEveryCommand() {
    assertThat(Usage.answer(line, "--help")).isEqualTo(ExitStatus.DONE);
    assertThat(out.toString())
        .contains(
            "demo ",
            "shard ",
            "train ",
            "preflight ",
            "reproduce ",
            "import-checkpoint",
            "export-checkpoint",
            "export-onnx",
            "bench ")
        .contains("networks ", "summary ", "datasets ", "verify ");
  }

  @Test
  void versionIsOneLine() {
    assertThat(Usage.answer(line, "--version")).isEqualTo(ExitStatus.DONE);
    assertThat(out.toString()).startsWith("abn-spark ").hasLineCount(1);
  }

  @Test
  void withoutCommandTheUsageIsAnError() {
    assertThat(Usage.answer(line)).isEqualTo(ExitStatus.INPUT);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).startsWith("Usage: submit.sh");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          fly                        | unknown command fly (see submit.sh --help)
          train                      | Missing required parameter: 'CONF' (see submit.sh train --help)
          train a.conf --fast        | Unknown option: '--fast' (see submit.sh train --help)
          shard --dataset cifar10    | Missing required options: '--source=URI', '--out=URI' (see submit.sh shard --help)
          demo --out                 | Missing required parameter for option '--out' (DIR) (see submit.sh demo --help)
          """)
  void wrongCommandLinesAreOneLine(String arguments, String message) {
    assertThat(Usage.answer(line, arguments.split(" "))).isEqualTo(ExitStatus.INPUT);
    assertThat(err.toString()).isEqualTo(message + System.lineSeparator());
  }

  @Test
  void overrideWithoutValueIsRejected() {
    assertThat(Usage.answer(line, "train", "a.conf", "-D", "train.epochs"))
        .isEqualTo(ExitStatus.INPUT);
    assertThat(err.toString()).contains("'-D'", "KEY=VALUE", "train.epochs").hasLineCount(1);
  }

  @Test
  void usageLeavesCommandsToSpark() {
    assertThat(Usage.answer(line, "train", "nope.conf", "-D", "a=1", "-D", "a=b=c"))
        .isEqualTo(ExitStatus.SUBMIT);
    assertThat(out.toString() + err).isEmpty();
  }

  @Test
  void datasetsPrintsALineADataset() {
    assertThat(line.execute("datasets")).isEqualTo(ExitStatus.DONE);
    assertThat(out.toString().lines())
        .hasSize(1 + DatasetFormat.values().length)
        .anyMatch(row -> row.matches("svhn +604,388 +26,032 +10 classes +\\{train,extra,test}_.*"))
        .anyMatch(
            row -> row.matches("folder +any +any +a class a folder +\\{train,val,test}/CLASS.*"));
  }

  @Test
  void tooManyRejectedImagesAreOneLine(@TempDir Path directory) throws Exception {
    Path folder = Files.createDirectories(directory.resolve("train/cat"));
    Files.write(folder.resolve("1.jpg"), new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF});
    Files.write(folder.resolve("moving.gif"), new byte[1]);
    Path shards = directory.resolve("shards");
    assertThat(
            line.execute(
                "shard",
                "--dataset=folder",
                "--max-rejected=49.5",
                "--source=" + directory,
                "--out=" + shards))
        .isEqualTo(ExitStatus.INPUT);
    assertThat(err.toString())
        .contains("1 of 2 images cannot be used, expected at most 49.5 % (--max-rejected)")
        .contains("the first is train/cat/moving.gif: is named neither")
        .hasLineCount(1);
    assertThat(shards).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --short-side=4097          | short side is 4097, expected 1 to 4096 pixels, or 0 for images as published
          --short-side=256           | dataset 'cifar10' has pixels of [3, 32, 32], expected image files where a short side is given
          --labels=maker             | dataset 'cifar10' leaves no choice of labels, lists or boxes, expected these of compcars only
          --crop-to-box              | dataset 'cifar10' leaves no choice of labels, lists or boxes, expected these of compcars only
          """)
  void optionsThatADatasetDoesNotHaveAreOneLine(
      String option, String message, @TempDir Path directory) throws Exception {
    for (String file : new String[] {"data_batch_1.bin", "test_batch.bin"}) {
      Files.write(directory.resolve(file), new byte[3073]);
    }
    Path shards = directory.resolve("shards");
    assertThat(
            line.execute(
                "shard", "--dataset=cifar10", option, "--source=" + directory, "--out=" + shards))
        .isEqualTo(ExitStatus.INPUT);
    assertThat(err.toString()).endsWith(message + System.lineSeparator());
    assertThat(shards).doesNotExist();
  }

  @Test
  void usageLeavesABenchmarkToAPlainJvm() {
    assertThat(Usage.answer(line, "bench", "--network", "resnet20")).isEqualTo(ExitStatus.PLAIN);
    assertThat(out.toString() + err).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --network resnet21           | --network: depth of a CIFAR ResNet must be 6 n + 2 (8, 14, 20, ...), cannot be: 21
          --network vgg                | --network: no network is named "vgg"
          --network resnet8 --batch 0  | --batch must be at least 1, cannot be: 0
          --network resnet8 --steps -1 | --steps must be at least 1, cannot be: -1
          """)
  void benchRefusesWhatCannotRun(String arguments, String message) {
    assertThat(line.execute(("bench " + arguments).split(" "))).isEqualTo(ExitStatus.INPUT);
    assertThat(err.toString()).contains(message).hasLineCount(1);
  }

  @Test
  void benchEndsInOneLineOfFigures() {
    int status =
        line.execute("bench --network abn-resnet8 --batch 2 --steps 1 --threads 1".split(" "));
    assertThat(status).isEqualTo(ExitStatus.DONE);
    assertThat(out.toString().lines().reduce((first, second) -> second).orElseThrow())
        .matches(
            "abn-resnet8 batch 2 threads 1: train \\d+\\.\\d\\d images/s,"
                + " inference \\d+\\.\\d\\d images/s, peak \\d+\\.\\d\\d GiB");
  }

  @Test
  void invalidConfigurationIsOneLine() {
    assertThat(line.execute("train", "nope.conf")).isEqualTo(ExitStatus.INPUT);
    assertThat(err.toString())
        .isEqualTo("nope.conf: no such configuration file" + System.lineSeparator());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "verify gopher://host/x",
        "datasets gopher://host/x",
        "shard --dataset cifar10 --source gopher://host/x --out out",
        "shard --dataset cifar10 --source . --out gopher://host/x",
        "train ../conf/cifar10/resnet20.conf -D data.uri=gopher://host/x -D run.dir=run",
        "export-checkpoint gopher://host/x --out out.pth",
        "export-checkpoint model.zip --out gopher://host/x",
        "export-onnx gopher://host/x --out out.onnx",
        "export-onnx model.zip --out gopher://host/x",
        "import-checkpoint gopher://host/x --network resnet20 --out model.zip",
        "import-checkpoint net.pth --network resnet20 --out gopher://host/x"
      })
  void aFileSystemThatThereIsNotIsOneLine(String command) {
    assertThat(line.execute(command.split(" "))).isEqualTo(ExitStatus.INPUT);
    assertThat(err.toString())
        .startsWith("gopher://host/x")
        .contains("No FileSystem for scheme \"gopher\"; use file: or hdfs:")
        .hasLineCount(1);
  }

  @Test
  void invalidDataOfATaskIsOneLine() {
    Exception failure = new IllegalStateException("job", new InvalidDataException("bad record"));
    assertThat(Failures.execution(failure, line, null)).isEqualTo(ExitStatus.INPUT);
    assertThat(err.toString()).isEqualTo("bad record" + System.lineSeparator());
  }

  @Test
  void anythingElseFailsWithItsStackTrace() {
    Exception failure = new IllegalStateException("no disk");
    assertThat(Failures.execution(failure, line, null)).isEqualTo(ExitStatus.FAILED);
    assertThat(err.toString())
        .startsWith("submit.sh failed: java.lang.IllegalStateException: no disk")
        .contains("at org.abn.spark.cli.CommandLineTest");
  }
}
