package org.abn.spark.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.abn.data.InvalidDataException;
import org.abn.data.Publisher;
import org.abn.data.shard.Manifest;
import org.abn.model.picture.OverlayStyle;
import org.abn.spark.ObjectStorage;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Shard, train and resume on a store whose renames are copies and whose listings are late, and that
 * only {@code --conf spark.hadoop.fs.objects.impl} makes known.
 */
@Tag("spark")
class ObjectStorageTest {
  private static final String IMPLEMENTATION = "spark.hadoop.fs.objects.impl";

  @TempDir private static Path folder;
  private static String data;
  private static JsonNode due;

  @BeforeAll
  static void trainUndisturbed() throws IOException {
    System.setProperty("spark.master", "local[2]");
    System.setProperty("spark.ui.enabled", "false");
    // As spark-submit hands --conf on.
    System.setProperty(IMPLEMENTATION, ObjectStorage.class.getName());
    TinyCifar.write(folder.resolve("cifar"));
    data = ObjectStorage.uri(folder.resolve("shards"));
    shard("shards");
    train("straight", 2);
    due = state("straight");
  }

  @AfterAll
  static void stop() {
    System.clearProperty("spark.master");
    System.clearProperty("spark.ui.enabled");
    System.clearProperty(IMPLEMENTATION);
  }

  @AfterEach
  void connect() {
    ObjectStorage.connect();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "epoch-0001/state.json", // the first checkpoint
        "epoch-0001/checksums",
        "epoch-0002/model.zip",
        "epoch-0002/checksums",
        "checkpoints/latest",
        "checkpoints/epoch-0001-round-0001/model.zip", // which is being deleted
        "run.json"
      })
  void aRunThatIsCutEndsAsOneThatWasNot(String file) throws IOException {
    String run = "cut-at-" + file.replace('/', '-');
    ObjectStorage.cutAt(file);
    assertThatThrownBy(() -> train(run, 2)).hasStackTraceContaining("cut off from the store");
    ObjectStorage.connect();
    train(run, 2);
    assertAsDue(run);
  }

  @Test
  void aRunThatIsCutAgainAndAgainEndsAsOneThatWasNot() throws IOException {
    for (int changes = 11; !isTrained("often", changes); changes += 11) {
      assertThat(changes).isLessThan(100);
    }
    assertAsDue("often");
  }

  private static boolean isTrained(String run, int changes) throws IOException {
    ObjectStorage.cutAfter(changes);
    try {
      train(run, 2);
      return true;
    } catch (Exception e) { // Spark's are checked, and not declared
      assertThat(ObjectStorage.isCut()).isTrue();
      return false;
    } finally {
      ObjectStorage.connect();
    }
  }

  /** As by a tool that copies runs. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aCheckpointThatIsCopiedInPartIsPassedOver(int files) throws IOException {
    String run = "copied-" + files;
    train(run, 1);
    train(run, 2);
    FileSystem storage = path("").getFileSystem(ObjectStorage.configuration());
    train("other", 1); // so that listings show the files
    ObjectStorage.cutAfter(files);
    assertThatThrownBy(
            () ->
                storage.rename(
                    path(run + "/checkpoints/epoch-0002"), path(run + "/checkpoints/epoch-0009")))
        .hasMessage("cut off from the store");
    ObjectStorage.connect();
    assertThat(list(run + "/checkpoints/epoch-0009")).hasSize(files);
    train(run, 2);
    assertAsDue(run);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"cut/manifest.json", "cut/train-00000-of-00001.seq", "cut/.manifest.json.writing"})
  void shardsThatWereCutAreMadeAgain(String file) throws IOException {
    String out = file.replace("/", "") + "/cut";
    ObjectStorage.cutAt(file);
    assertThatThrownBy(() -> shard(out)).hasStackTraceContaining("cut off from the store");
    ObjectStorage.connect();
    assertThatThrownBy(() -> Manifest.read(ObjectStorage.configuration(), path(out)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("manifest.json: cannot be opened");
    shard(out);
    assertThat(list(out)).isEqualTo(list("shards"));
    for (String shard : list(out)) {
      assertThat(folder.resolve(out).resolve(shard))
          .hasSameBinaryContentAs(folder.resolve("shards").resolve(shard));
    }
    assertThatThrownBy(() -> shard(out))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("already holds manifest.json");
  }

  @Test
  void whatAnotherHasPublishedInTheMeantimeIsLeft() throws IOException {
    Publisher publisher = Publisher.of(ObjectStorage.configuration(), path("both"));
    try (var one = publisher.directory(path("both"), "mark")) {
      one.write("file", out -> out.write('1'));
      try (var other = publisher.directory(path("both"), "mark")) {
        other.write("file", out -> out.write('1'));
        other.publish(out -> {});
      }
    }
    assertThat(list("both")).containsExactly("file", "mark");
  }

  @Test
  void everyCommandKnowsTheStore() throws IOException {
    var out = new StringWriter();
    var console = new PrintWriter(out);
    new VerifyAction(data).run(console, console);
    new DatasetsAction().run(data, console);
    String model = ObjectStorage.uri(folder.resolve("straight/checkpoints/epoch-0002/model.zip"));
    String exported = ObjectStorage.uri(folder.resolve("exported.pth"));
    new ExportCheckpointAction(model, Optional.empty(), exported).run(console);
    assertThat(out.toString())
        .contains("are as the manifest says")
        .contains("cifar10")
        .contains("a state_dict of");
    assertThat(folder.resolve("exported.pth")).isNotEmptyFile();
  }

  @Test
  void mapsAreWrittenInPlaceAndTheirSummaryLast() throws IOException {
    String run = ObjectStorage.uri(folder.resolve("straight"));
    String out = ObjectStorage.uri(folder.resolve("maps"));
    var options =
        new ExplainOptions(List.of(), List.of(), OverlayStyle.TURBO, true, false, List.of());
    new ExplainAction(
            TinyCifar.experiment(folder, data, run, 2), Optional.empty(), data, out, options)
        .run(new PrintWriter(new StringWriter()));
    assertThat(folder.resolve("maps/explanation.json")).isNotEmptyFile();
    assertThat(folder.resolve("maps/attention/test_batch.bin/0.npy")).isNotEmptyFile();
  }

  @Test
  void aFileIsReplacedOrAsItWas() throws IOException {
    org.apache.hadoop.fs.Path file = path("replaced/file");
    Publisher publisher = Publisher.of(ObjectStorage.configuration(), file);
    publisher.file(file, out -> out.write('1'));
    publisher.file(file, out -> out.write('2'));
    assertThat(folder.resolve("replaced/file")).hasContent("2");
    assertThatThrownBy(
            () ->
                publisher.file(
                    file,
                    out -> {
                      out.write('3');
                      throw new IOException("no more");
                    }))
        .hasMessage("no more");
    assertThat(folder.resolve("replaced/file")).hasContent("2");
    assertThat(list("replaced")).containsExactly("file");
  }

  private static void shard(String out) throws IOException {
    String source = folder.resolve("cifar").toString();
    new ShardAction("cifar10", source, ObjectStorage.uri(folder.resolve(out)), 1).run();
  }

  private static void train(String run, int epochs) throws IOException {
    String directory = ObjectStorage.uri(folder.resolve(run));
    String often = "train.checkpoint-every = 1 round";
    new TrainAction(TinyCifar.experiment(folder, data, directory, epochs, often)).run();
  }

  private static void assertAsDue(String run) throws IOException {
    for (String key : List.of("epoch", "step", "parameters_sha256", "momentum_sha256")) {
      assertThat(state(run).required(key)).as(key).isEqualTo(due.required(key));
    }
  }

  private static JsonNode state(String run) throws IOException {
    Path state = folder.resolve(run).resolve("checkpoints/epoch-0002/state.json");
    return new ObjectMapper().readTree(Files.readString(state));
  }

  private static List<String> list(String directory) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(directory))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static org.apache.hadoop.fs.Path path(String file) {
    return new org.apache.hadoop.fs.Path(ObjectStorage.uri(folder.resolve(file)));
  }
}
