package org.abn.model.saved;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.abn.model.ContractNetworks;
import org.abn.model.InputShape;
import org.abn.model.Network;
import org.abn.model.NetworkOptions;
import org.abn.model.backbone.AttentionHead;
import org.abn.model.parts.Model;
import org.abn.model.saved.Provenance.Data;
import org.abn.model.saved.Provenance.Pixels;
import org.abn.model.saved.Provenance.Program;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

class ModelFileTest {

  /** Networks are large outside of the heap, where the collector does not see them. */
  @AfterEach
  void collect() {
    System.gc();
  }

  private static final Provenance OF_DATA =
      new Provenance(
          "abn-resnet8",
          NetworkOptions.DEFAULT.withDropout(0.25).withAttentionHead(AttentionHead.PAPER_TEXT),
          new InputShape(16, 12, 3),
          5,
          Optional.of(
              new Data(
                  List.of("cat", "Üñï \"quoted\"", "c", "d", "e"),
                  new Pixels(List.of(256), List.of(0.4914f, 0.5f, 0.1f), List.of(1f, 2f, 3f)),
                  "0f".repeat(32))),
          new Program("1.2.3", "abcdef-dirty"));

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("model.zip");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "resnet8",
        "abn-resnet8",
        "abn-wrn-10-1",
        "abn-densenet-10-4",
        "abn-eq1-resnext-11-2x1",
        "cam-resnet18",
        "seresnet18",
        "abn-multitask-resnet18"
      })
  void givesBackWhatWasWritten(String name) throws IOException {
    Model model = ContractNetworks.trained(name);
    write(model);
    SavedNetwork saved = ModelFile.read(file);
    assertThat(saved.model().parts()).isEqualTo(model.parts());
    assertThat(saved.requireCard().provenance()).isEqualTo(OF_DATA);
    assertSame(saved.graph(), model.graph());
  }

  @Test
  void isDl4jsOwnFormatBothWays() throws IOException {
    Model model = ContractNetworks.trained("abn-resnet8");
    write(model);
    assertSame(ModelSerializer.restoreComputationGraph(file.toFile(), true), model.graph());
    ModelSerializer.writeModel(model.graph(), file.toFile(), true);
    assertSame(ModelFile.read(file).graph(), model.graph());
    ModelSerializer.writeModel(model.graph(), file.toFile(), false);
    assertThat(ModelFile.read(file).graph().params()).isEqualTo(model.graph().params());
  }

  @Test
  void keepsDoubles() throws IOException {
    Model model = ContractNetworks.model("resnet8", DataType.DOUBLE);
    model.graph().fit(ContractNetworks.batch(Network.named("resnet8"), DataType.DOUBLE));
    write(model);
    assertSame(ModelFile.read(file).graph(), model.graph());
  }

  @Test
  void isTheSameBytesOfTheSameNetwork() throws IOException {
    Model model = ContractNetworks.trained("abn-resnet8");
    write(model);
    byte[] first = Files.readAllBytes(file);
    write(model);
    assertThat(Files.readAllBytes(file)).isEqualTo(first);
  }

  @Test
  void saysThatItDoesNotSayWhatItIsOf() throws IOException {
    Model model = ContractNetworks.model("abn-resnet8", DataType.FLOAT);
    ModelSerializer.writeModel(model.graph(), file.toFile(), true);
    SavedNetwork saved = ModelFile.read(file);
    assertThat(saved.card()).isEmpty();
    assertThatThrownBy(saved::model)
        .isInstanceOf(InvalidModelException.class)
        .hasMessageStartingWith("does not say what network it is: it has no entry abn.json");
  }

  private static void assertSame(ComputationGraph actual, ComputationGraph due) {
    assertThat(actual.params()).isEqualTo(due.params());
    assertThat(actual.getUpdater().getUpdaterStateViewArray())
        .isEqualTo(due.getUpdater().getUpdaterStateViewArray());
    assertThat(actual.getConfiguration().toJson()).isEqualTo(due.getConfiguration().toJson());
  }

  @Test
  void namesNoClassButLayers() throws IOException {
    write(ContractNetworks.model("abn-resnet8", DataType.FLOAT));
    changeText(
        "configuration.json",
        json -> json.replace("org.abn.model.layer.BatchNorm", "javax.swing.JEditorPane"));
    refused("configuration.json: names the class javax.swing.JEditorPane, expected layers of this");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          configuration.json | {            | configuration.json: is no JSON
          configuration.json | {}           | coefficients.bin: expected 0 values of FLOAT or DOUBLE, found
          configuration.json | []           | configuration.json
          abn.json           | {            | abn.json: is no JSON
          abn.json           | {}           | abn.json: format: expected a whole number, found
          abn.json           | {"format":2} | abn.json: is of format 2, expected 1
          abn.json           | {"format":1} | abn.json: parts: expected an object, found
          """)
  void refusesTextsThatAreNot(String entry, String text, String message) throws IOException {
    write(ContractNetworks.model("resnet8", DataType.FLOAT));
    changeText(entry, json -> text);
    refused(message);
  }

  @Test
  void refusesAConfigurationNestedWithoutEnd() throws IOException {
    write(ContractNetworks.model("resnet8", DataType.FLOAT));
    changeText("configuration.json", json -> "[".repeat(1_000_000));
    refused("configuration.json: is nested deeper than 200 levels");
  }

  @Test
  void refusesAConfigurationOfMoreParametersThanThereAre() throws IOException {
    write(ContractNetworks.model("resnet8", DataType.FLOAT));
    changeText(
        "configuration.json", json -> json.replace("\"outputs\" : 5", "\"outputs\" : 30000000"));
    refused("coefficients.bin: has");
  }

  @Test
  void refusesArraysThatAreNot() throws IOException {
    write(ContractNetworks.model("resnet8", DataType.FLOAT));
    change("coefficients.bin", bytes -> java.util.Arrays.copyOf(bytes, bytes.length - 1));
    refused("coefficients.bin: ends too early");
    write(ContractNetworks.model("resnet8", DataType.FLOAT));
    // The length of the shape's numbers, behind the name of a kind of memory.
    change(
        "coefficients.bin",
        bytes -> {
          int at = 2 + bytes[1];
          bytes[at] = 0x7F;
          return bytes;
        });
    refused("coefficients.bin: expected a vector, found a shape of 91");
  }

  @Test
  void refusesAnEntryLongerThanTheFileAllows() throws IOException {
    write(ContractNetworks.model("resnet8", DataType.FLOAT));
    byte[] bytes = Files.readAllBytes(file);
    int directory = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("PK\1\2");
    for (int i = 24; i < 28; i++) { // the first entry's length
      bytes[directory + i] = 0x7E;
    }
    Files.write(file, bytes);
    refused("configuration.json: 2122219134 bytes cannot be in");
  }

  @Test
  void refusesWhatIsNoArchive() throws IOException {
    Files.writeString(file, "hello, world");
    refused("is no network that DL4J wrote");
    change(Map.of("other", new byte[3]));
    refused("is no network that DL4J wrote: it has no entry configuration.json");
  }

  /** Whatever is broken, there is one line that says so, or the network is as it was. */
  @Test
  void staysCalmWhateverBytesChange() throws IOException {
    Model model = ContractNetworks.model("resnet8", DataType.FLOAT);
    write(model);
    byte[] sound = Files.readAllBytes(file);
    var random = new Random(1);
    for (int i = 0; i < 150; i++) {
      byte[] bytes = sound.clone();
      int place =
          random.nextBoolean()
              ? bytes.length - 1 - random.nextInt(600)
              : random.nextInt(bytes.length);
      bytes[place] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, bytes);
      try {
        ModelFile.read(file);
      } catch (InvalidModelException e) {
        assertThat(e).message().hasLineCount(1);
      }
    }
  }

  private void refused(String message) {
    assertThatThrownBy(() -> ModelFile.read(file))
        .isInstanceOf(InvalidModelException.class)
        .message()
        .startsWith(message)
        .hasLineCount(1);
  }

  private void write(Model model) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      ModelFile.write(model, OF_DATA, out);
    }
  }

  private void changeText(String entry, UnaryOperator<String> change) throws IOException {
    change(
        entry,
        bytes ->
            change
                .apply(new String(bytes, StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8));
  }

  private void change(String entry, UnaryOperator<byte[]> change) throws IOException {
    Map<String, byte[]> entries = new TreeMap<>();
    try (var zip = new ZipFile(file.toFile())) {
      for (ZipEntry each : zip.stream().toList()) {
        byte[] bytes = zip.getInputStream(each).readAllBytes();
        entries.put(each.getName(), each.getName().equals(entry) ? change.apply(bytes) : bytes);
      }
    }
    change(entries);
  }

  private void change(Map<String, byte[]> entries) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    Files.write(file, bytes.toByteArray());
  }
}
