package org.abn.spark.action;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import javax.imageio.ImageIO;
import org.abn.data.InvalidDataException;
import org.abn.data.Publisher;
import org.abn.data.format.DatasetFormat;
import org.abn.data.format.RecordReader;
import org.abn.data.format.SourceFile;
import org.abn.data.record.Split;
import org.abn.data.shard.Manifest;
import org.abn.model.InputShape;
import org.abn.model.Network;
import org.abn.model.explain.ExplanationMethod;
import org.abn.model.picture.OverlayStyle;
import org.abn.spark.experiment.InvalidConfigurationException;
import org.abn.spark.results.SavedModel;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.client.HdfsClientConfigKeys.BlockWrite;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Shard, train, resume and evaluate on a real HDFS cluster of one machine. */
@Tag("spark")
class HdfsTest {

  @TempDir private static Path folder;
  private static MiniDFSCluster cluster;
  private static FileSystem storage;
  private static String data;

  @BeforeAll
  static void start() throws IOException {
    System.setProperty("spark.master", "local[2]");
    System.setProperty("spark.ui.enabled", "false");
    Configuration conf = new Configuration();
    conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("hdfs").toString());
    // A file is closed a moment before its only data node has reported the block: not to wait for
    // 400 ms at each of hundreds.
    conf.setInt(BlockWrite.LOCATEFOLLOWINGBLOCK_INITIAL_DELAY_MS_KEY, 5);
    cluster = new MiniDFSCluster.Builder(conf).numDataNodes(1).build();
    storage = cluster.getFileSystem();
    data = uri("/data");
    new ShardAction("cifar10", TinyCifar.write(folder.resolve("cifar")).toString(), data, 1).run();
  }

  @AfterAll
  static void stop() {
    cluster.shutdown();
    System.clearProperty("spark.master");
    System.clearProperty("spark.ui.enabled");
  }

  @Test
  void shardsArePublishedWhole() throws IOException {
    Manifest manifest = Manifest.read(new Configuration(), path(data));
    assertThat(manifest.records(Split.TRAIN)).isEqualTo(TinyCifar.TRAIN);
    assertThat(manifest.records(Split.TEST)).isEqualTo(TinyCifar.TEST);
    assertThat(names("/")).noneMatch(name -> name.contains("writing"));
  }

  @Test
  void archivesAreReadWhereTheyAre() throws IOException {
    byte[] jpeg = jpeg();
    byte[] inner = Archives.tar("n01440764_1.JPEG", jpeg);
    write("/imagenet/ILSVRC2012_img_train.tar", Archives.tar("n01440764.tar", inner));
    write("/celeba/list_attr_celeba.txt", "1\nBald\n1.jpg -1\n".getBytes(US_ASCII));
    write("/celeba/list_eval_partition.txt", "1.jpg 0\n".getBytes(US_ASCII));
    write("/celeba/img_align_celeba.zip", Archives.zip("img_align_celeba/1.jpg", jpeg));
    for (String dataset : List.of("imagenet", "celeba")) {
      Configuration conf = new Configuration();
      SourceFile file =
          DatasetFormat.named(dataset).open(conf, path(uri("/" + dataset))).files().get(0);
      try (RecordReader reader = file.open(conf)) {
        assertThat(reader.read(0).image().bytes()).as(dataset).containsExactly(jpeg);
      }
    }
  }

  private static byte[] jpeg() throws IOException {
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY), "jpeg", bytes);
    return bytes.toByteArray();
  }

  @Test
  void photographsGiveTheSameShardsHereAndThere() throws IOException {
    Path photographs = photographs();
    String there = uri("/photographs-shards");
    String here = folder.resolve("photographs-shards").toString();
    storage.copyFromLocalFile(path(photographs.toString()), path("/photographs"));
    new ShardAction("folder", uri("/photographs"), there, 3).run();
    new ShardAction("folder", photographs.toString(), here, 3).run();
    Configuration conf = new Configuration();
    assertThat(Manifest.read(conf, path(there)))
        .isEqualTo(Manifest.read(conf, path(here))); // with the checksums of all shards

    var out = new StringWriter();
    new VerifyAction(there).run(new PrintWriter(out), new PrintWriter(new StringWriter()));
    assertThat(out.toString()).contains("10 records in 2 shards are as the manifest says: train 8");
  }

  private static Path photographs() throws IOException {
    Path photographs = folder.resolve("photographs");
    for (int i = 0; i < 10; i++) {
      String place =
          String.format(
              Locale.ROOT, "%s/%s/%d.jpg", i < 8 ? "train" : "test", i % 2 == 0 ? "a" : "b", i);
      Path file = photographs.resolve(place);
      Files.createDirectories(file.getParent());
      var image = new BufferedImage(40 + i, 50 - i, BufferedImage.TYPE_INT_RGB);
      image.setRGB(i, i, 0xFFFFFF);
      ImageIO.write(image, "jpeg", file.toFile());
    }
    return photographs;
  }

  private static void write(String path, byte[] bytes) throws IOException {
    try (OutputStream out = storage.create(path(path))) {
      out.write(bytes);
    }
  }

  @Test
  void aRunThatIsTakenUpAgainEndsAsOneThatWasNotStopped() throws IOException {
    train("/straight", 3);
    train("/stopped", 1);
    train("/stopped", 3);
    JsonNode straight = json("/straight/checkpoints/epoch-0003/state.json");
    JsonNode stopped = json("/stopped/checkpoints/epoch-0003/state.json");
    for (String key : List.of("epoch", "step", "parameters_sha256", "momentum_sha256")) {
      assertThat(stopped.required(key)).as(key).isEqualTo(straight.required(key));
    }
    assertThat(losses("/stopped")).isEqualTo(losses("/straight")).hasSize(3);
    assertThat(text("/stopped/checkpoints/latest")).isEqualTo("epoch-0003\n");
    assertThat(names("/stopped/attention")).contains("overview.png").hasSize(TinyCifar.TEST + 1);
    assertThat(names("/stopped")).noneMatch(name -> name.contains("writing"));
  }

  @Test
  void aCheckpointIsEvaluatedThere() throws IOException {
    train("/trained", 1); // at once, where another test that needs it came first
    var experiment = TinyCifar.experiment(folder, data, uri("/trained"), 1);
    var console = new StringWriter();
    new EvaluateAction(experiment, Optional.empty(), Optional.of(uri("/rows")))
        .run(new PrintWriter(console));
    JsonNode found = json("/trained/evaluation.json");
    String checkpoint = "/trained/checkpoints/epoch-0001";
    assertThat(found.at("/checkpoint/uri").asText()).isEqualTo(uri(checkpoint));
    assertThat(found.at("/data/images").asInt()).isEqualTo(TinyCifar.TEST);
    assertThat(found.at("/perception/top1_error"))
        .isEqualTo(json(checkpoint + "/state.json").at("/metrics/0/test_top1_error"));
    assertThat(names("/trained")).contains("classes.csv", "confusion.csv");
    assertThat(names("/rows")).contains("_SUCCESS");
    assertThat(names("/")).noneMatch(name -> name.contains("writing"));
    assertThat(console.toString()).contains("predictions: " + uri("/rows"));
  }

  @Test
  void mapsAreWrittenThere() throws IOException {
    train("/trained", 1);
    var experiment = TinyCifar.experiment(folder, data, uri("/trained"), 1);
    var options =
        new ExplainOptions(
            List.of(ExplanationMethod.ATTENTION, ExplanationMethod.GRAD_CAM),
            List.of(),
            OverlayStyle.TURBO,
            true,
            false,
            List.of());
    var console = new StringWriter();
    new ExplainAction(experiment, Optional.empty(), data, uri("/maps"), options)
        .run(new PrintWriter(console));
    assertThat(names("/maps"))
        .contains("attention", "grad-cam", "explanations.csv", "explanation.json");
    assertThat(names("/maps/attention/test_batch.bin")).hasSize(2 * TinyCifar.TEST);
    assertThat(names("/")).noneMatch(name -> name.contains("writing"));
    assertThat(console.toString()).contains("attention maps: " + uri("/maps/attention"));

    storage.copyFromLocalFile(path(photographs().toString()), path("/some"));
    new ExplainAction(experiment, Optional.empty(), uri("/some"), uri("/maps-of-some"), options)
        .run(new PrintWriter(console));
    assertThat(names("/maps-of-some/grad-cam/train/a")).contains("0.jpg.npy", "0.jpg.png");
  }

  @Test
  void recordsWhatARunWasMadeFrom() throws IOException {
    train("/trained", 1);
    JsonNode record = json("/trained/run.json");
    assertThat(record.at("/configuration/train.batch-size").asInt()).isEqualTo(8);
    assertThat(record.required("manifest_sha256").asText())
        .isEqualTo(Manifest.read(new Configuration(), path(data)).checksum());
    assertThat(record.required("hosts")).isNotEmpty();
    assertThat(record.required("end").asText()).isGreaterThan(record.required("start").asText());
    assertThat(record.required("versions").required("dl4j").asText()).startsWith("1.0.0");
  }

  @Test
  void refusesTheRunDirectoryOfAnotherConfiguration() throws IOException {
    train("/trained", 1);
    String before = text("/trained/run.json");
    var changed = TinyCifar.experiment(folder, data, uri("/trained"), 2, "train.seed = 6");
    assertThatThrownBy(() -> new TrainAction(changed).run())
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("train.seed is 6 here, 5 there");
    assertThat(text("/trained/run.json")).isEqualTo(before);
  }

  @Test
  void checkpointsOfPyTorchComeAndGo() throws IOException {
    train("/trained", 1);
    var console = new StringWriter();
    String model = "/trained/checkpoints/epoch-0001/model.zip";
    new ExportCheckpointAction(uri(model), Optional.empty(), uri("/pytorch/net.pth"))
        .run(new PrintWriter(console));
    new ImportCheckpointAction(
            uri("/pytorch/net.pth"),
            Optional.empty(),
            new ImportCheckpointAction.Target(
                Network.named("abn-resnet8"), InputShape.CIFAR, OptionalInt.empty()),
            false,
            1,
            uri("/imported/model.zip"))
        .run(new PrintWriter(console));
    assertThat(console.toString()).contains("abn-resnet8 of 10 classes from hdfs://");
    assertThat(parameters("/imported/model.zip")).isEqualTo(parameters(model));
    assertThat(names("/pytorch")).containsExactly("net.pth");
  }

  @Test
  void aRunStartsFromTheModelThatItIsGiven() throws IOException {
    train("/trained", 1);
    String model = "/trained/checkpoints/epoch-0001/model.zip";
    String given = "network.initial-model = \"%s\"".formatted(uri(model));
    String still = "train.learning-rate.initial = 1e-12";
    new TrainAction(TinyCifar.experiment(folder, data, uri("/second"), 1, given, still)).run();
    INDArray weights = weights("/second/checkpoints/epoch-0001/model.zip");
    assertThat(weights.distance2(weights(model))).isLessThan(1e-6);

    String other = "network.name = abn-resnet14";
    var unlike = TinyCifar.experiment(folder, data, uri("/third"), 1, given, other);
    assertThatThrownBy(() -> new TrainAction(unlike).run())
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("is missing, expected shape");
  }

  private static INDArray weights(String model) throws IOException {
    return SavedModel.read(storage.getConf(), path(model))
        .graph()
        .getParam("feature_extractor/conv1_weight");
  }

  private static INDArray parameters(String model) throws IOException {
    return SavedModel.read(storage.getConf(), path(model)).graph().params();
  }

  @Test
  void refusesADirectoryThatIsNoRun() throws IOException {
    storage.mkdirs(path("/photos/2026"));
    assertThatThrownBy(() -> train("/photos", 1))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("no run directory");
    assertThat(names("/photos")).containsExactly("2026");
  }

  @Test
  void stopsWhereTrainingDivergesWithoutACheckpointOfIt() throws IOException {
    String tooFast = "train.learning-rate.initial = 1e30";
    var diverging = TinyCifar.experiment(folder, data, uri("/diverging"), 1, tooFast);
    assertThatThrownBy(() -> new TrainAction(diverging).run())
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining(
            "training diverged: loss or parameters are not finite in epoch 1, step ");
    assertThat(names("/diverging")).containsExactly("run.json");
  }

  /** Which HDFS would move files and directories into. */
  @Test
  void publishesNothingIntoADirectoryThatIsThere() throws IOException {
    storage.mkdirs(path("/there/mine"));
    storage.mkdirs(path("/empty"));
    Publisher publisher = Publisher.of(new Configuration(), path(uri("/there")));
    assertThatThrownBy(() -> publisher.file(path(uri("/there")), out -> {}))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(uri("/there") + ": is a directory, expected a file or nothing");
    try (var made = publisher.directory(path(uri("/there")), "mark")) {
      assertThatThrownBy(() -> made.publish(out -> {}))
          .isInstanceOf(InvalidDataException.class)
          .hasMessage(uri("/there") + ": is there already, expected nothing");
    }
    assertThat(names("/there")).containsExactly("mine");
    try (var made = publisher.directory(path(uri("/empty")), "mark")) {
      made.publish(out -> {});
    }
    try (var made = publisher.directory(path(uri("/there")), "mark")) {
      made.replace(out -> {});
    }
    assertThat(names("/empty")).containsExactly("mark");
    assertThat(names("/there")).containsExactly("mark");
    assertThat(names("/")).noneMatch(name -> name.contains("writing"));
  }

  @Test
  void refusesDataThatIsNotThere() {
    assertThatThrownBy(
            () ->
                new TrainAction(TinyCifar.experiment(folder, uri("/nowhere"), uri("/never"), 1))
                    .run())
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("/nowhere/manifest.json");
    assertThatThrownBy(() -> storage.listStatus(path("/never"))).isInstanceOf(IOException.class);
  }

  private static void train(String run, int epochs) throws IOException {
    new TrainAction(TinyCifar.experiment(folder, data, uri(run), epochs)).run();
  }

  private static List<String> losses(String run) throws IOException {
    List<String> losses = new ArrayList<>();
    for (String row : text(run + "/metrics/epochs.csv").lines().skip(1).toList()) {
      // Without seconds and images/s.
      losses.add(row.substring(0, row.lastIndexOf(',', row.lastIndexOf(',') - 1)));
    }
    return losses;
  }

  private static JsonNode json(String file) throws IOException {
    return new ObjectMapper().readTree(text(file));
  }

  private static String text(String file) throws IOException {
    try (InputStream in = storage.open(path(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<String> names(String directory) throws IOException {
    List<String> names = new ArrayList<>();
    for (FileStatus file : storage.listStatus(path(directory))) {
      names.add(file.getPath().getName());
    }
    return names;
  }

  private static org.apache.hadoop.fs.Path path(String path) {
    return new org.apache.hadoop.fs.Path(path);
  }

  private static String uri(String path) {
    return cluster.getURI() + path;
  }
}
