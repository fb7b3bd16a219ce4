package org.abn.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.abn.model.PaperNetworks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class NetworkCommandsTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine line =
      AbnCommand.line()
          .setOut(new PrintWriter(out, true))
          .setErr(new PrintWriter(err, true))
          .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));

  @Test
  void networksHasALineForEachOfTheTables() {
    assertThat(line.execute("networks")).isEqualTo(ExitStatus.DONE);
    assertThat(out.toString())
        .hasLineCount(1 + PaperNetworks.rows().size())
        .containsPattern("abn-resnet20 +32x32 +100 +0\\.50 M +95\\.13 M +16x16 +1\n")
        .containsPattern("imagenet-resnet152 +224x224 +1000 +60\\.19 M +11,513\\.63 M +- +2\n")
        .containsPattern("abn-multitask-resnet101 .* 40 of 14x14 +4\n");
  }

  @Test
  void summaryGroupsLayersByBranch() {
    assertThat(line.execute("summary", "abn-resnet8", "--classes", "7", "--input", "48x32"))
        .isEqualTo(ExitStatus.DONE);
    assertThat(out.toString())
        .startsWith("abn-resnet8, classes 7: images [32, 48, 3], ")
        .containsSubsequence(
            "\nfeature_extractor\n", "\nattention_branch\n", "\nperception_branch\n")
        .containsPattern(
            "layer2\\.0\\.conv1 +convolution 3x3, stride 2 +\\[16, 24, 32\\] +4,608 +1,769,472\n")
        .containsPattern("perception +SoftmaxCrossEntropy +\\[7\\]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          summary alexnet                   | no network is named "alexnet"
          summary resnet20 --classes 0      | --classes must be at least 1, cannot be: 0
          summary resnet20 --input 32       | --input must be WIDTHxHEIGHT in pixels, such as 323x224, cannot be: 32
          summary vgg16 --input 16x16       | use larger images
          bench --network vgg16 --input 8x8 | use larger images
          """)
  void whatCannotBeIsOneLine(String arguments, String message) {
    assertThat(line.execute(arguments.split(" "))).isEqualTo(ExitStatus.INPUT);
    assertThat(err.toString()).contains(message).hasLineCount(1);
  }
}
