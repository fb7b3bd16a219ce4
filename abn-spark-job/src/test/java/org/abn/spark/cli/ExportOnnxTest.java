package org.abn.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import onnx.Onnx.ModelProto;
import onnx.Onnx.StringStringEntryProto;
import onnx.Onnx.ValueInfoProto;
import org.abn.model.InputShape;
import org.abn.model.Network;
import org.abn.model.NetworkOptions;
import org.abn.model.Sgd;
import org.abn.model.parts.Model;
import org.abn.model.saved.ModelFile;
import org.abn.model.saved.Provenance;
import org.abn.model.saved.Provenance.Data;
import org.abn.model.saved.Provenance.Pixels;
import org.abn.model.saved.Provenance.Program;
import org.abn.spark.results.Versions;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;

class ExportOnnxTest {

  private static final Data DATA =
      new Data(
          List.of("cat", "dog"),
          new Pixels(List.of(32), List.of(0.5f, 0.5f, 0.5f), List.of(0.2f, 0.2f, 0.2f)),
          "0123");

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Model model =
      Network.named("abn-resnet8")
          .configuration(InputShape.CIFAR, 2, Sgd.constant(0.1, 0.9, 0), 1, DataType.FLOAT)
          .newModel();

  @BeforeEach
  void write() throws IOException {
    write("trained.zip", Optional.of(DATA));
    write("imported.zip", Optional.empty());
    ModelSerializer.writeModel(model.graph(), folder.resolve("plain.zip").toFile(), true);
    Files.writeString(folder.resolve("junk"), "hello, world");
  }

  private void write(String name, Optional<Data> data) throws IOException {
    var provenance =
        new Provenance(
            "abn-resnet8",
            NetworkOptions.DEFAULT,
            InputShape.CIFAR,
            2,
            data,
            new Program("0.1", "abcdef"));
    try (OutputStream file = Files.newOutputStream(folder.resolve(name))) {
      ModelFile.write(model, provenance, file);
    }
  }

  @Test
  void exportsANetworkThatTakesPixels() throws IOException {
    assertThat(run("trained.zip --out new/a.onnx --pixels")).isEqualTo(ExitStatus.DONE);
    assertThat(out.toString())
        .contains("new/a.onnx: abn-resnet8 with ")
        .contains("images: [batch, 3, 32, 32] from 0 to 255")
        .contains("gives logits, attention_logits, attention_map")
        .hasLineCount(1);
    ModelProto file = read("new/a.onnx");
    assertThat(file.getProducerVersion()).isEqualTo(Versions.program());
    assertThat(file.getGraph().getOutputList())
        .extracting(ValueInfoProto::getName)
        .containsExactly("logits", "attention_logits", "attention_map");
    assertThat(file.getMetadataPropsList())
        .contains(entry("labels", "[\"cat\",\"dog\"]"))
        .contains(entry("git_commit", "abcdef"));
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  @Test
  void exportsAModelThatDoesNotSayWhatItIsWhereTheUserDoes() throws IOException {
    assertThat(run("plain.zip --out a.onnx --network abn-resnet8 --classes 2"))
        .isEqualTo(ExitStatus.DONE);
    assertThat(out.toString()).contains("images: [batch, 3, 32, 32] normalised as in training");
    assertThat(run("imported.zip --out b.onnx")).isEqualTo(ExitStatus.DONE);
    assertThat(read("a.onnx").getGraph()).isEqualTo(read("b.onnx").getGraph());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          imported.zip --out a.onnx --pixels | imported.zip: does not say how pixels become the network's input
          plain.zip --out a.onnx             | name the network by --network and --classes
          plain.zip --out a.onnx --classes 2 | --network and --classes, of at least 1, belong together
          plain.zip --out a.onnx --network abn-resnet8 --classes 7 | expected shape
          junk --out a.onnx                  | junk: is no network that DL4J wrote
          no.zip --out a.onnx                | no.zip: cannot be opened
          trained.zip --out junk             | junk: is there already, choose another
          """)
  void leavesNothingButOneLineWhereTheInputIsAtFault(String arguments, String message)
      throws IOException {
    assertThat(run(arguments)).isEqualTo(ExitStatus.INPUT);
    assertThat(err.toString()).contains(message).hasLineCount(1);
    assertThat(out.toString()).isEmpty();
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("trained.zip", "imported.zip", "plain.zip", "junk");
    }
  }

  @Test
  void needsNoSpark() {
    assertThat(Usage.answer(AbnCommand.line(), "export-onnx", "a.zip", "--out", "b.onnx"))
        .isEqualTo(ExitStatus.PLAIN);
  }

  /** Runs the command on files in the folder. */
  private int run(String arguments) {
    String[] words = ("export-onnx " + arguments).split(" ");
    words[1] = folder.resolve(words[1]).toString();
    words[3] = folder.resolve(words[3]).toString();
    return AbnCommand.line()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(words);
  }

  private ModelProto read(String name) throws IOException {
    return ModelProto.parseFrom(Files.readAllBytes(folder.resolve(name)));
  }
}
