package org.abn.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken for a checkpoint, and what is not. */
@Tag("spark")
class EvaluatedCheckpointTest extends EvaluationFixture {

  @ParameterizedTest
  @ValueSource(
      strings = {
        LAST,
        LAST + "/model.zip",
        "run/checkpoints/latest",
        "run/checkpoints/epoch-0002/"
      })
  void takesACheckpointByAnyOfItsNames(String name) throws IOException {
    assertThat(evaluate("elsewhere", "--checkpoint", path(name))).isEqualTo(ExitStatus.DONE);
    JsonNode checkpoint = json("elsewhere").required("checkpoint");
    assertThat(checkpoint.required("uri").asText()).isEqualTo("file:" + path(LAST));
    assertThat(checkpoint.required("epoch").asInt()).isEqualTo(2);
  }

  @Test
  void takesTheBest() throws IOException {
    String best = Files.readString(folder.resolve("run/checkpoints/best")).strip();
    assertThat(evaluate("best", "--checkpoint", path("run/checkpoints/best")))
        .isEqualTo(ExitStatus.DONE);
    assertThat(json("best").required("checkpoint").required("uri").asText())
        .endsWith("/run/checkpoints/" + best);
  }

  /** As other programs of DL4J's write it. */
  @Test
  void takesAModelThatDoesNotSayWhatItIsWhereItsArraysFit() throws IOException {
    var model = folder.resolve(LAST + "/model.zip").toFile();
    var plain = folder.resolve("plain.zip").toFile();
    ModelSerializer.writeModel(ModelSerializer.restoreComputationGraph(model, false), plain, false);
    assertThat(evaluate("run")).isEqualTo(ExitStatus.DONE);
    assertThat(evaluate("foreign", "--checkpoint", plain.toString())).isEqualTo(ExitStatus.DONE);
    assertThat(json("foreign").required("perception"))
        .isEqualTo(json("run").required("perception"));
    JsonNode checkpoint = json("foreign").required("checkpoint");
    assertThat(checkpoint.has("epoch")).isFalse();
    assertThat(checkpoint.required("parameters_sha256"))
        .isEqualTo(json("run").required("checkpoint").required("parameters_sha256"));
    String smaller = "network.name=resnet8";
    assertThat(evaluate("foreign", "--checkpoint", plain.toString(), "-D", smaller))
        .isEqualTo(ExitStatus.INPUT);
    assertThat(err.toString()).contains("plain.zip: ", "expected").hasLineCount(1);
  }

  /** Its answers are PyTorch's, which GoldenCheckpointsTest holds. */
  @Test
  void evaluatesAnImportedCheckpoint() throws IOException {
    importCheckpoint("imported/model.zip");
    String model = path("imported/model.zip");
    String[] evaluate = {"-D", "network.name=abn-resnet20", "--checkpoint"};
    assertThat(evaluate("imported", SubmitScript.with(evaluate, model)))
        .as(err.toString())
        .isEqualTo(ExitStatus.DONE);
    JsonNode found = json("imported");
    assertThat(found.required("network").asText()).isEqualTo("abn-resnet20");
    assertThat(found.required("data").required("images").asInt()).isEqualTo(TEST);
    assertThat(found.required("checkpoint").required("uri").asText()).isEqualTo("file:" + model);
    assertThat(found.required("checkpoint").has("epoch")).isFalse();
    importCheckpoint("seven.zip", "--backbone-only", "--classes", "7");
    assertThat(evaluate("imported", SubmitScript.with(evaluate, path("seven.zip"))))
        .isEqualTo(ExitStatus.INPUT);
    assertThat(err.toString())
        .contains(
            "seven.zip: is of another network than tiny: its number of answers is 7, expected")
        .hasLineCount(1);
  }

  /** The quickest reproduction: an imported checkpoint, and no training image anywhere. */
  @Test
  void evaluatesOnImageNetsValidationImagesAlone() throws IOException {
    for (int k = 0; k < 10; k++) {
      Path image = folder.resolve("validation/val/n0000000" + k + "/ILSVRC2012_val_" + k + ".JPEG");
      Files.createDirectories(image.getParent());
      var noise = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
      noise.setRGB(k, k, 0xFFFFFF);
      ImageIO.write(noise, "jpeg", image.toFile());
    }
    String shards = path("alone");
    assertThat(
            run("shard", "--dataset", "imagenet", "--source", path("validation"), "--out", shards))
        .isEqualTo(ExitStatus.DONE);
    assertThat(run("verify", shards)).isEqualTo(ExitStatus.DONE);
    assertThat(run("datasets", shards)).isEqualTo(ExitStatus.DONE);
    assertThat(out.toString()).containsPattern("imagenet +0 +10  10 classes");
    importCheckpoint("alone.zip");
    String[] evaluate = {"-D", "data.uri=" + shards, "-D", "network.name=abn-resnet20"};
    assertThat(evaluate("found", SubmitScript.with(evaluate, "--checkpoint", path("alone.zip"))))
        .as(err.toString())
        .isEqualTo(ExitStatus.DONE);
    assertThat(json("found").required("data").required("images").asInt()).isEqualTo(10);
    assertThat(run("train", conf(), "-D", "data.uri=" + shards, "-D", "run.dir=" + path("never")))
        .isEqualTo(ExitStatus.INPUT);
    assertThat(err.toString())
        .contains("/alone: the shards hold no training images; such shards are for evaluate")
        .hasLineCount(1);
    assertThat(folder.resolve("never")).doesNotExist();
  }

  private static void importCheckpoint(String model, String... more) {
    String published = "../abn-model/src/test/resources/org/abn/model/checkpoint/";
    String[] command = {
      "import-checkpoint", published + "abn-resnet20-zip.pth.tar", "--network", "abn-resnet20"
    };
    String[] words = SubmitScript.with(SubmitScript.with(command, more), "--out", path(model));
    assertThat(AbnCommand.run(words)).isEqualTo(ExitStatus.DONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          run  | --checkpoint NO                                  | /NO: cannot be opened
          run  | --checkpoint run                                 | /run: is no checkpoint, since it holds no checksums
          run  | --checkpoint data/manifest.json                  | /data/manifest.json: is no network that DL4J wrote
          none | -D train.seed=5                                  | /none: holds no checkpoint; train there, or name one by --checkpoint
          run  | -D network.name=resnet8                          | /epoch-0002: is of another network than tiny: its network is abn-resnet8, expected resnet8
          run  | -D network.attention-branch=paper-text           | its attention branch is authors-code, expected paper-text
          run  | -D data.image.size=[24,24]                       | its input is 32x32x3, expected 24x24x3
          run  | -D data.normalisation.mean=[0.4,0.5,0.6]         | /epoch-0002: sees images otherwise than tiny: its data.normalisation.mean is [0.5, 0.5, 0.5], expected [0.4, 0.5, 0.6]
          run  | -D data.normalisation.std=[0.25,0.25,0.26]       | its data.normalisation.std is [0.25, 0.25, 0.25], expected [0.25, 0.25, 0.26]
          run  | -D data.image.size=[32,32] -D data.image.resize=36 | its data.image.resize is [32, 32], expected 36
          run  | -D data.uri=other                                | its answer 0 is "airplane", expected "zeppelin"
          run  | --predictions data                               | /data: is there already, choose another --predictions
          run  | --predictions tiny.conf                          | /tiny.conf: is there already, choose another --predictions
          run  | -D data.uri=NO                                   | /NO/manifest.json: cannot be opened
          """)
  void refusesInOneLineBeforeThereIsSpark(String run, String more, String message)
      throws IOException {
    if (more.contains("other") && !Files.exists(folder.resolve("other"))) {
      shard("other", "zeppelin");
    }
    System.setProperty("spark.master", "nonsense");
    List<String> words = new ArrayList<>(List.of(more.split(" ")));
    String last = words.get(1);
    words.set(
        1,
        words.get(0).startsWith("--")
            ? path(last)
            : last.replaceFirst("data.uri=(.*)", "data.uri=" + folder + "/$1"));
    assertThat(evaluate(run, words.toArray(String[]::new))).isEqualTo(ExitStatus.INPUT);
    assertThat(err.toString()).contains(message).hasLineCount(1);
    assertThat(out.toString()).isEmpty();
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void refusesACheckpointThatIsDamaged() throws IOException {
    Path copy = folder.resolve("damaged/checkpoints");
    Files.createDirectories(copy.resolve("epoch-0002"));
    for (String file : List.of("model.zip", "state.json", "checksums")) {
      Files.copy(folder.resolve(LAST).resolve(file), copy.resolve("epoch-0002").resolve(file));
    }
    Files.writeString(copy.resolve("epoch-0002/model.zip"), "half a mod");
    String differs = "epoch-0002/model.zip: differs from what checksums says";
    assertThat(evaluate("damaged")).isEqualTo(ExitStatus.INPUT);
    assertThat(err.toString()).contains(differs).hasLineCount(1);
    assertThat(evaluate("run", "--checkpoint", copy.resolve("epoch-0002/model.zip").toString()))
        .isEqualTo(ExitStatus.INPUT);
    assertThat(err.toString().lines().skip(1)).singleElement().asString().contains(differs);
    Files.writeString(copy.resolve("best"), "the last\n");
    assertThat(evaluate("run", "--checkpoint", copy.resolve("best").toString()))
        .isEqualTo(ExitStatus.INPUT);
    assertThat(err.toString()).contains("/best: names no checkpoint, such as epoch-0007");
  }
}
