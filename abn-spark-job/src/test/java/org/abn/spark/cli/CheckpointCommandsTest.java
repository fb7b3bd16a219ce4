package org.abn.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.abn.model.Network;
import org.abn.model.Sgd;
import org.abn.model.checkpoint.Checkpoint;
import org.abn.model.checkpoint.torch.StateDicts;
import org.abn.model.checkpoint.torch.TorchFile;
import org.abn.model.checkpoint.torch.TorchWriter;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine;

class CheckpointCommandsTest {

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final ComputationGraph network = network("abn-resnet8", 5);

  @BeforeEach
  void write() throws IOException {
    network.getConfiguration().setIterationCount(70);
    write(network, "net.pth.tar");
  }

  @Test
  void importsAModelThatAnyProgramOfDl4jsRestores() throws IOException {
    assertThat(run("import-checkpoint net.pth.tar --network abn-resnet8 --out new/sub/model.zip"))
        .isEqualTo(ExitStatus.DONE);
    ComputationGraph restored = restore("new/sub/model.zip");
    assertThat(restored.params()).isEqualTo(network.params());
    assertThat(restored.getUpdater(true).getUpdaterStateViewArray().length())
        .isEqualTo(network.numParams());
    assertThat(restored.getConfiguration().getIterationCount()).isEqualTo(70);
    assertThat(out.toString())
        .contains("new/sub/model.zip: abn-resnet8 of 5 classes from ")
        .contains(
            String.format(Locale.ROOT, "tensors: %d of float32 with ", network.paramTable().size()))
        .contains("momentum: zero, the checkpoint has none for every tensor");
  }

  @Test
  void exportsWhatItImported() throws IOException {
    run("import-checkpoint net.pth.tar --network abn-resnet8 --out model.zip");
    assertThat(run("export-checkpoint model.zip --out back.pth")).isEqualTo(ExitStatus.DONE);
    assertThat(folder.resolve("back.pth")).hasSameBinaryContentAs(folder.resolve("net.pth.tar"));
  }

  @Test
  void importsABackbone() throws IOException {
    write(network("resnet8", 1000), "image-net.pth");
    String command = "import-checkpoint image-net.pth --network abn-resnet8 --out a.zip";
    assertThat(run(command + " --backbone-only --classes 7 --seed 3")).isEqualTo(ExitStatus.DONE);
    assertThat(out.toString())
        .contains("a.zip: abn-resnet8 of 7 classes from ")
        .contains("new, from seed 3: classifier and attention branch; momentum is zero");
    assertThat(restore("a.zip").getParam("perception_branch/fc_bias").length()).isEqualTo(7);
  }

  @Test
  void takesTheWeightsOfAKeyWhereSeveralFit() throws IOException {
    Map<String, INDArray> both = new LinkedHashMap<>();
    parameters(network).forEach((name, array) -> both.put("model." + name, array));
    parameters(network("abn-resnet8", 5)).forEach((name, array) -> both.put("ema." + name, array));
    try (OutputStream file = Files.newOutputStream(folder.resolve("both.pth"))) {
      TorchWriter.write(both, file);
    }
    String command = "import-checkpoint both.pth --network abn-resnet8 --out a.zip";
    assertThat(run(command)).isEqualTo(ExitStatus.INPUT);
    assertThat(err.toString())
        .contains("both.pth: holds several state_dicts that fit, below model, ema: choose one by")
        .hasLineCount(1);
    assertThat(run(command + " --key none")).isEqualTo(ExitStatus.INPUT);
    assertThat(err.toString()).contains("both.pth: has no tensors below the key none");
    assertThat(run(command + " --key model")).isEqualTo(ExitStatus.DONE);
    assertThat(out.toString()).contains(", below the key model");
    assertThat(restore("a.zip").params()).isEqualTo(network.params());
  }

  private static Map<String, INDArray> parameters(ComputationGraph graph) throws IOException {
    Path file = Files.createTempFile("", ".pth");
    try (OutputStream stream = Files.newOutputStream(file)) {
      Checkpoint.write(graph, stream);
    }
    try (TorchFile written = TorchFile.open(file)) {
      Map<String, INDArray> arrays = new LinkedHashMap<>();
      for (var tensor : StateDicts.in(written.content()).get(0).tensors().entrySet()) {
        if (tensor.getValue().type().isFloatingPoint()) {
          arrays.put(tensor.getKey(), tensor.getValue().array());
        }
      }
      return arrays;
    } finally {
      Files.delete(file);
    }
  }

  /** As other programs of DL4J's write it. */
  @Test
  void exportsAModelThatDoesNotSayWhatItIsWhereTheUserDoes() throws IOException {
    Path model = folder.resolve("plain.zip");
    ModelSerializer.writeModel(network("abn-resnet8", 10), model.toFile(), true);
    assertThat(run("export-checkpoint plain.zip --out a.pth")).isEqualTo(ExitStatus.INPUT);
    assertThat(err.toString())
        .contains("plain.zip: does not say what network it is: it has no entry abn.json")
        .contains("name the network by --network and --classes")
        .hasLineCount(1);
    String named = "export-checkpoint plain.zip --out a.pth --network abn-resnet8 --classes ";
    assertThat(run(named + "7")).isEqualTo(ExitStatus.INPUT);
    assertThat(err.toString()).contains("expected shape").hasLineCount(2);
    assertThat(folder.resolve("a.pth")).doesNotExist();
    assertThat(run(named + "10")).isEqualTo(ExitStatus.DONE);
    assertThat(folder.resolve("a.pth")).isNotEmptyFile();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          import-checkpoint no.pth --network resnet8 --out a.zip         | no.pth: cannot be opened
          import-checkpoint junk --network resnet8 --out a.zip           | junk: is no PyTorch checkpoint
          import-checkpoint page --network resnet8 --out a.zip           | page: is a web page, as a login or a confirmation comes
          import-checkpoint net.pth.tar --network abn-resnet8 --out a.zip --key x | net.pth.tar: has no tensors below the key x
          import-checkpoint sub --network resnet8 --out a.zip            | sub: is a directory, expected a file
          import-checkpoint net.pth.tar --network resnet8 --out a.zip    | is none of the network's
          import-checkpoint net.pth.tar --network abn-resnet14 --out a.z | is missing, expected shape
          import-checkpoint net.pth.tar --network vgg --out a.zip        | --network: no network is named "vgg"
          import-checkpoint net.pth.tar --network abn-resnet8 --out junk | junk: is there already, choose another
          import-checkpoint net.pth.tar --network abn-resnet8 --out sub  | sub: is there already, choose another
          import-checkpoint net.pth.tar --network abn-resnet8 --out junk/a.zip | junk/a.zip: cannot be written
          import-checkpoint net.pth.tar --network abn-resnet8 --out a.zip --classes 0 | must be at least 1
          import-checkpoint net.pth.tar --network abn-resnet8 --out a.zip --backbone-only | --backbone-only needs --classes
          export-checkpoint junk --out a.pth                             | junk: is no network that DL4J wrote
          export-checkpoint net.pth.tar --out a.pth                      | net.pth.tar: is no network that DL4J wrote
          export-checkpoint no.zip --out a.pth                           | no.zip: cannot be opened
          export-checkpoint junk --out a.pth --network abn-resnet8       | --network and --classes, of at least 1, belong together
          export-checkpoint junk --out a.pth --classes 5                 | --network and --classes, of at least 1, belong together
          export-checkpoint junk --out a.pth --network vgg --classes 5   | --network: no network is named "vgg"
          """)
  void leavesNothingButOneLineWhereTheInputIsAtFault(String command, String message)
      throws IOException {
    Files.writeString(folder.resolve("junk"), "hello, world");
    Files.writeString(folder.resolve("page"), "<!DOCTYPE html><html></html>");
    Files.createDirectory(folder.resolve("sub"));
    assertThat(run(command)).isEqualTo(ExitStatus.INPUT);
    assertThat(err.toString()).contains(message).hasLineCount(1);
    assertThat(out.toString()).isEmpty();
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("net.pth.tar", "junk", "page", "sub");
    }
  }

  @Test
  void needsNoSpark() {
    CommandLine line = AbnCommand.line();
    assertThat(Usage.answer(line, "export-checkpoint", "a.zip", "--out", "b.pth"))
        .isEqualTo(ExitStatus.PLAIN);
    assertThat(Usage.answer(line, "import-checkpoint", "a", "--network", "resnet8", "--out", "b"))
        .isEqualTo(ExitStatus.PLAIN);
  }

  /** Runs a command whose files are in the folder. */
  private int run(String command) {
    List<String> words = new ArrayList<>(List.of(command.split(" ", -1)));
    words.set(1, folder.resolve(words.get(1)).toString());
    int file = words.indexOf("--out") + 1;
    words.set(file, folder.resolve(words.get(file)).toString());
    return AbnCommand.line()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(words.toArray(String[]::new));
  }

  private ComputationGraph restore(String model) throws IOException {
    return ModelSerializer.restoreComputationGraph(folder.resolve(model).toFile(), true);
  }

  private void write(ComputationGraph graph, String name) throws IOException {
    try (OutputStream file = Files.newOutputStream(folder.resolve(name))) {
      Checkpoint.write(graph, file);
    }
  }

  private static ComputationGraph network(String name, int classes) {
    Network definition = Network.named(name);
    var graph =
        new ComputationGraph(
            definition
                .configuration(
                    definition.input(), classes, Sgd.constant(0.1, 0.9, 0), 1, DataType.FLOAT)
                .graph());
    graph.init();
    return graph;
  }
}
