package org.abn.spark.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.abn.data.Checksums;
import org.abn.data.InvalidDataException;
import org.abn.model.InputShape;
import org.abn.model.Network;
import org.abn.model.NetworkOptions;
import org.abn.model.Sgd;
import org.abn.model.parts.Model;
import org.abn.model.saved.ModelCard;
import org.abn.model.saved.Provenance;
import org.abn.spark.ObjectStorage;
import org.abn.spark.results.Checkpoints.Checkpoint;
import org.abn.spark.training.AttributeScores;
import org.abn.spark.training.ClassScores;
import org.abn.spark.training.Clock;
import org.abn.spark.training.EpochProgress;
import org.abn.spark.training.ModelState;
import org.abn.spark.training.Scores;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

class CheckpointsTest {

  private static final Provenance PROVENANCE =
      new Provenance(
          "abn-resnet8",
          NetworkOptions.DEFAULT,
          new InputShape(8, 8, 1),
          3,
          Optional.empty(),
          new Provenance.Program("1.0", "0123456"));

  @TempDir private Path directory;

  private Checkpoints checkpoints;
  private int kept;
  private final Map<String, Double> accuracies = new LinkedHashMap<>();
  private final Model model = model();
  private final ComputationGraph network = model.graph();

  @BeforeEach
  void open() throws IOException {
    var path = new org.apache.hadoop.fs.Path(directory.toUri());
    checkpoints = new Checkpoints(new RunFiles(new Configuration(), path), path);
  }

  @Test
  void givesBackTheLatest() throws IOException {
    write(1, 30);
    network.params().addi(1);
    write(2, 20);
    Checkpoint latest = checkpoints.latest().orElseThrow();
    assertThat(latest.saved().graph().params()).isEqualTo(network.params());
    assertThat(Clock.of(latest.saved().graph())).isEqualTo(new Clock(2, 20));
    assertThat(latest.state().metrics()).extracting(EpochMetrics::epoch).containsExactly(1, 2);
  }

  @Test
  void namesTheLatestAndTheBest() throws IOException {
    write(1, 30);
    write(2, 20);
    write(3, 25);
    assertThat(directory.resolve("latest")).hasContent("epoch-0003");
    assertThat(directory.resolve("best")).hasContent("epoch-0002");
  }

  @Test
  void choosesTheBestByTheImagesHeldOutWhereThereAreAny() throws IOException {
    write(1, metrics(1, 10, 40.0));
    write(2, metrics(2, 30, 20.0));
    write(3, metrics(3, 20, 30.0));
    assertThat(directory.resolve("best")).hasContent("epoch-0002");
  }

  @Test
  void isAModelOfDl4jsOwnFormat() throws IOException {
    write(1, 30);
    var model = directory.resolve("epoch-0001/model.zip").toFile();
    assertThat(ModelSerializer.restoreComputationGraph(model, true).params())
        .isEqualTo(network.params());
  }

  @Test
  void saysWhatItIsAndComesFrom() throws IOException {
    write(1, 30);
    ModelCard card = checkpoints.latest().orElseThrow().saved().requireCard();
    assertThat(card.parts()).isEqualTo(model.parts());
    assertThat(card.provenance()).isEqualTo(PROVENANCE);
  }

  @Test
  void isEmptyAtFirst() throws IOException {
    assertThat(checkpoints.latest()).isEmpty();
  }

  @Test
  void ignoresWhatAKilledRunLeftUnfinished() throws IOException {
    write(1, 30);
    Files.createDirectories(directory.resolve(".epoch-0002.writing"));
    Files.writeString(directory.resolve(".epoch-0002.writing/model.zip"), "half a mod");
    assertThat(checkpoints.latest().orElseThrow().state().epoch()).isEqualTo(1);
    write(2, 20);
    assertThat(checkpoints.latest().orElseThrow().state().epoch()).isEqualTo(2);
  }

  @Test
  void refusesADamagedModelAndNamesIt() throws IOException {
    write(1, 30);
    Path model = directory.resolve("epoch-0001/model.zip");
    byte[] bytes = Files.readAllBytes(model);
    bytes[bytes.length / 2] ^= 1;
    Files.write(model, bytes);
    assertThatThrownBy(() -> checkpoints.latest())
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("epoch-0001/model.zip: differs from what checksums says");
  }

  @Test
  void keepsTheAccuraciesInTheirOrderAndToTheBit() throws IOException {
    accuracies.put("Smiling", 100.0 / 3);
    accuracies.put("Bald", 98.7);
    write(1, 30);
    assertThat(checkpoints.latest().orElseThrow().state().metrics().get(0).attributeAccuracies())
        .containsExactly(entry("Smiling", 100.0 / 3), entry("Bald", 98.7));
  }

  @Test
  void readsMetricsOfBeforeThereWereAttributes() throws IOException {
    write(1, 30);
    Path state = directory.resolve("epoch-0001/state.json");
    String json = Files.readString(state);
    String before = json.replaceFirst(",\\s*\"attribute_accuracies\" : \\{ }", "");
    assertThat(before).isNotEqualTo(json);
    Files.writeString(state, before);
    Path sums = directory.resolve("epoch-0001/checksums");
    String sum = Checksums.hex(Checksums.sha256().digest(Files.readAllBytes(state)));
    Files.writeString(sums, Files.readString(sums) + sum + "  state.json\n");
    EpochMetrics metrics = checkpoints.latest().orElseThrow().state().metrics().get(0);
    assertThat(metrics.testTop1Error()).isEqualTo(30);
    assertThat(metrics.attributeAccuracies()).isEmpty();
  }

  @Test
  void goesOnInsideAnEpoch() throws IOException {
    write(1, 30);
    writeInside(1, 40);
    Checkpoint latest = checkpoints.latest().orElseThrow();
    assertThat(latest.state().partial().progress()).isEqualTo(progress(40));
    assertThat(latest.state().partial().seconds()).isEqualTo(1.5);
    assertThat(Clock.of(latest.saved().graph())).isEqualTo(new Clock(1, 50));
    assertThat(directory.resolve("latest")).hasContent("epoch-0002-round-0040");
    assertThat(directory.resolve("best")).hasContent("epoch-0001");
    assertThat(directory.resolve("epoch-0001/state.json")).content().doesNotContain("partial");
  }

  @Test
  void keepsTwoInsideAnEpochAndNoneAtItsEnd() throws IOException {
    writeInside(0, 5);
    writeInside(0, 10);
    writeInside(0, 15);
    assertThat(names()).containsExactly("epoch-0001-round-0010", "epoch-0001-round-0015");
    write(1, 30);
    assertThat(names()).containsExactly("epoch-0001");
  }

  @Test
  void keepsTheLastAndTheBestWhereOthersAreNotWanted() throws IOException {
    kept = 2;
    write(1, 20);
    write(2, 10);
    write(3, 30);
    write(4, 40);
    write(5, 50);
    assertThat(names()).containsExactly("epoch-0002", "epoch-0004", "epoch-0005");
  }

  @Test
  void passesOverOneThatIsDamaged() throws IOException {
    write(1, 30);
    write(2, 20);
    Files.writeString(directory.resolve("epoch-0002/state.json"), "{}");
    assertThat(checkpoints.latest().orElseThrow().state().epoch()).isEqualTo(1);
    Files.delete(directory.resolve("epoch-0002/model.zip"));
    assertThat(checkpoints.latest().orElseThrow().state().epoch()).isEqualTo(1);
    Files.delete(directory.resolve("epoch-0002/checksums"));
    assertThat(checkpoints.latest().orElseThrow().state().epoch()).isEqualTo(1);
    write(2, 25);
    assertThat(checkpoints.latest().orElseThrow().state().epoch()).isEqualTo(2);
  }

  @Test
  void findsTheLatestWhereListingsAreLate() throws IOException {
    var path = new org.apache.hadoop.fs.Path(ObjectStorage.uri(directory));
    RunFiles files = new RunFiles(ObjectStorage.configuration(), path);
    checkpoints = new Checkpoints(files, path);
    write(1, 30);
    assertThat(files.storage().listStatus(path)).isEmpty();
    assertThat(checkpoints.latest().orElseThrow().state().epoch()).isEqualTo(1);
    write(2, 20);
    assertThat(checkpoints.latest().orElseThrow().state().epoch()).isEqualTo(2);
  }

  @Test
  void keepsTwoThatAreFinished() throws IOException {
    writeInside(0, 5);
    writeInside(0, 17);
    Files.delete(directory.resolve("epoch-0001-round-0017/checksums"));
    writeInside(0, 10);
    assertThat(names()).containsExactly("epoch-0001-round-0005", "epoch-0001-round-0010");
  }

  @Test
  void beginsAgainWhereTheFirstWasNotFinished() throws IOException {
    write(1, 30);
    Files.delete(directory.resolve("epoch-0001/checksums"));
    assertThat(checkpoints.latest()).isEmpty();
    write(1, 30);
    assertThat(checkpoints.latest().orElseThrow().state().epoch()).isEqualTo(1);
  }

  private List<String> names() throws IOException {
    try (var entries = Files.list(directory)) {
      return entries
          .filter(Files::isDirectory)
          .map(entry -> entry.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  private static EpochProgress progress(int rounds) {
    var scores =
        new Scores(
            new AttributeScores(3, 0.1 + 0.2, List.of(1L, 2L)), new ClassScores(4, 1.0 / 3, 2, 1));
    return new EpochProgress(rounds, scores);
  }

  private void writeInside(int epoch, int rounds) throws IOException {
    new Clock(epoch, 10 * epoch + rounds).into(network);
    PartialEpoch partial = PartialEpoch.of(progress(rounds), 1.5);
    checkpoints.write(
        model, PROVENANCE, state(epoch, 10 * epoch + rounds, List.of(), partial), kept);
  }

  private CheckpointState state(
      int epoch, int step, List<EpochMetrics> metrics, PartialEpoch partial) {
    ModelState state = ModelState.of(network);
    return new CheckpointState(
        epoch,
        step,
        1,
        ModelState.sha256(state.parameters()),
        ModelState.sha256(state.momentum()),
        epoch == 0 || !metrics.isEmpty() ? metrics : List.of(metrics(epoch, 30)),
        partial);
  }

  private EpochMetrics metrics(int epoch, double error) {
    return metrics(epoch, error, null);
  }

  private EpochMetrics metrics(int epoch, double error, Double validation) {
    return new EpochMetrics(
        epoch, 0.1, null, 2, 50, error, 5.0, null, validation, 1, 100, accuracies);
  }

  private void write(int epoch, double error) throws IOException {
    write(epoch, metrics(epoch, error));
  }

  private void write(int epoch, EpochMetrics last) throws IOException {
    new Clock(epoch, 10 * epoch).into(network);
    List<EpochMetrics> metrics = new ArrayList<>();
    if (epoch > 1) {
      metrics.addAll(checkpoints.latest().orElseThrow().state().metrics());
    }
    metrics.add(last);
    checkpoints.write(model, PROVENANCE, state(epoch, 10 * epoch, metrics, null), kept);
  }

  private static Model model() {
    return Network.named("abn-resnet8")
        .configuration(new InputShape(8, 8, 1), 3, Sgd.constant(0.1, 0.9, 0), 1, DataType.FLOAT)
        .newModel();
  }
}
