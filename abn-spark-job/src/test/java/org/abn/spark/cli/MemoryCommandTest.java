package org.abn.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MemoryCommandTest {
  private static final Path CONF = Path.of("..", "conf");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine line =
      AbnCommand.line().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));

  @Test
  void printsTheArithmeticWithoutTheDataWhereTheSizeIsSet() {
    assertThat(memory("-D", "data.image.size=[64,48]")).isEqualTo(ExitStatus.DONE);
    assertThat(out.toString())
        .startsWith("abn-resnet20: abn-resnet20, images of 64x48, 100 classes, mini-batches of ")
        .containsPattern("activations +[\\d,]+ MiB +[\\d,]+ numbers an image x \\d+ images")
        .containsPattern("(?m)^  spark.executor.memory \\d+m$")
        .containsPattern("(?m)^  spark.executor.memoryOverhead \\d+m$")
        .containsPattern("-Dorg.bytedeco.javacpp.maxbytes=\\d+m\\s*$");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void asksForTheSizeWhereNobodySaysIt() {
    assertThat(memory()).isEqualTo(ExitStatus.INPUT);
    assertThat(err.toString()).contains("/nonexistent").hasLineCount(1);
  }

  @Test
  void needsNoSpark() {
    assertThat(Usage.answer(line, "memory", "any.conf")).isEqualTo(ExitStatus.PLAIN);
  }

  private int memory(String... more) {
    String conf = CONF.resolve("cifar10/abn-resnet20.conf").toString();
    String[] words = {"memory", conf, "-D", "data.uri=/nonexistent"};
    return line.execute(SubmitScript.with(words, more));
  }
}
