package org.abn.spark.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationValuesTest {
  @TempDir private Path directory;
  private ConfigurationDirectory configurations;

  @BeforeEach
  void open() {
    configurations = new ConfigurationDirectory(directory);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          9  | epochs = 300     | epochs = many     | train.epochs must be a whole number, cannot be: "many"
          9  | epochs = 300     | epochs = "300"    | train.epochs must be a whole number, cannot be: "300"
          9  | epochs = 300     | epochs = 1.5      | train.epochs must be a whole number, cannot be: 1.5
          9  | epochs = 300     | epochs = [1]      | train.epochs must be a whole number, cannot be: [1]
          9  | epochs = 300     | epochs = 3000000000 | train.epochs must be a whole number of at most 2147483647, cannot be: 3000000000
          5  | mirror = true    | mirror = 1        | data.augmentation.mirror must be true or false, cannot be: 1
          16 | momentum = 0.9   | momentum = true   | train.momentum must be a number, cannot be: true
          15 | [150, 225]       | 150               | train.learning-rate.drops must be a list of whole numbers, cannot be: 150
          15 | [150, 225]       | [150, x]          | train.learning-rate.drops must be a whole number, cannot be: "x"
          4  | [0.2, 0.3]       | 0.2               | data.normalisation.std must be a list of numbers, cannot be: 0.2
          7  | "runs/1"         | [runs]            | run.dir must be text, cannot be: ["runs"]
          5  | augmentation {   | augmentation = 3 # | data.augmentation must be a section { ... }, cannot be: 3
          """)
  void rejectsWrongTypes(int line, String part, String replacement, String message)
      throws IOException {
    configurations.rejectsAtLine(line, part, replacement, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          9  | epochs = 300      | epochs = 0      | train.epochs must be at least 1, cannot be: 0
          10 | batch-size = 64   | batch-size = -1 | train.batch-size must be at least 1, cannot be: -1
          11 | workers = 2       | workers = 0     | train.workers must be at least 1, cannot be: 0
          12 | frequency = 1     | frequency = 0   | train.averaging-frequency must be at least 1, cannot be: 0
          12 | frequency = 1     | 'frequency { rule = often }' | train.averaging-frequency.rule must be qsr or post-local, cannot be: often
          12 | frequency = 1     | 'frequency { rule = qsr, least = 0, alpha = 1, most = 2 }' | train.averaging-frequency.least must be at least 1, cannot be: 0
          12 | frequency = 1     | 'frequency { rule = qsr, least = 1, alpha = 0, most = 2 }' | train.averaging-frequency.alpha must be greater than 0, cannot be: 0.0
          12 | frequency = 1     | 'frequency { rule = qsr, least = 3, alpha = 1, most = 2 }' | train.averaging-frequency.most must be at least 3, as least is, cannot be: 2
          12 | frequency = 1     | 'frequency { rule = qsr, least = 3, then = 2 }' | train.averaging-frequency.then is not a known key (known: alpha, least, most, rule)
          12 | frequency = 1     | 'frequency { rule = post-local, until-epoch = -1, then = 2 }' | train.averaging-frequency.until-epoch must be at least 0, cannot be: -1
          12 | frequency = 1     | 'frequency { rule = post-local, until-epoch = 1, then = 0 }' | train.averaging-frequency.then must be at least 1, cannot be: 0
          13 | per-worker = 1    | per-worker = 0  | train.threads-per-worker must be at least 1, cannot be: 0
          5  | padding = 4       | padding = -4    | data.augmentation.padding must be 0 to 1024 pixels, cannot be: -4
          5  | padding = 4       | crop = middle | data.augmentation.crop must be one of [centre, random, random-resized], cannot be: middle
          5  | padding = 4       | 'crop = random-resized, padding = 4' | data.augmentation.padding must be 0 where crop is random-resized, cannot be: 4
          5  | augmentation {    | 'image { size = [224] }, augmentation {' | data.image.size must be [height, width] in pixels, cannot be: [224]
          5  | augmentation {    | 'image { size = [0, 224] }, augmentation {' | data.image.size must be 1 to 4096 pixels, cannot be: [0, 224]
          5  | augmentation {    | 'image { size = [224, 224], resize = 5000 }, augmentation {' | data.image.resize must be 1 to 4096 pixels, cannot be: 5000
          5  | augmentation {    | 'image { size = [224, 224], resize = 200 }, augmentation {' | data.image.resize does not do: images are resized to a short side of 200, expected no less than the network's input of 224x224
          15 | initial = 0.1     | initial = 0     | train.learning-rate.initial must be greater than 0, cannot be: 0.0
          15 | factor = 0.1      | factor = 2      | train.learning-rate.factor must be greater than 0 and at most 1, cannot be: 2.0
          15 | [150, 225]        | [225, 150]      | train.learning-rate.drops must be epochs of at least 1 in ascending order, cannot be: [225, 150]
          15 | [150, 225]        | [0]             | train.learning-rate.drops must be epochs of at least 1 in ascending order, cannot be: [0]
          16 | momentum = 0.9    | momentum = 1    | train.momentum must be at least 0 and less than 1, cannot be: 1.0
          17 | decay = 1e-4      | decay = -1      | train.weight-decay must be at least 0, cannot be: -1.0
          4  | [0.5, 0.4]        | [128, 0.4]      | data.normalisation.mean must be between 0 and 1 in every channel, cannot be: [128.0, 0.4]
          4  | [0.5, 0.4]        | []              | data.normalisation.mean must be a number for each channel, cannot be: []
          4  | [0.2, 0.3]        | [0.2]           | data.normalisation.std must be as long as mean (2), cannot be: [0.2]
          4  | [0.2, 0.3]        | [0.2, 0]        | data.normalisation.std must be greater than 0 and at most 1 in every channel, cannot be: [0.2, 0.0]
          1  | "abn-resnet20"    | " "             | network.name does not do: no network is named " ": expected one of resnetD, wrn-D-K, densenet-D-K, resnext-D-CxW, imagenet-resnetD, multitask-resnetD, seresnetD, vgg16, vgg16-bn (capitals stand for numbers), alone, behind abn- or abn-eq1-, or behind cam- where there is no multitask-
          1  | "abn-resnet20"    | "abn-resnet20", network.dropout = 0.3 | network.name does not do: abn-resnet20 has no dropout
          1  | "abn-resnet20"    | "abn-wrn-10-1", network.dropout = 1 | network.dropout must be at least 0 and less than 1, cannot be: 1.0
          1  | "abn-resnet20"    | "abn-resnet20", network.attention-branch = paper | network.attention-branch must be authors-code or paper-text, cannot be: paper
          1  | "abn-resnet20"    | "abn-multitask-resnet18", network.tasks-at-a-time = 0 | network.tasks-at-a-time must be at least 1, cannot be: 0
          3  | "hdfs://cluster/shards" | ""        | data.uri must be a directory's URI, cannot be: ""
          7  | "runs/1"          | ""              | run.dir must be a directory's URI, cannot be: ""
          """)
  void rejectsValuesOutOfRange(int line, String part, String replacement, String message)
      throws IOException {
    configurations.rejectsAtLine(line, part, replacement, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          9  | epochs =         | epoch =          | train.epoch is not a known key (did you mean train.epochs?)
          15 | initial =        | start =          | train.learning-rate.start is not a known key (known: drops, factor, initial)
          7  | run.dir          | runs.dir         | runs is not a known key (did you mean run?)
          5  | padding = 4,     | 'padding = 4, x = 1,' | data.augmentation.x is not a known key (known: crop, mirror, padding)
          1  | network.name     | network.title    | network.title is not a known key (known: any-image-size, attention-branch, dropout, initial-model, name, tasks-at-a-time)
          """)
  void rejectsUnknownKeys(int line, String part, String replacement, String message)
      throws IOException {
    configurations.rejectsAtLine(line, part, replacement, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          run.dir | run.dir = "runs/1"
          data.uri | uri = "hdfs://cluster/shards"
          train.seed | seed = 1
          train.learning-rate.factor | factor = 0.1,
          """)
  void rejectsMissingKeys(String key, String part) throws IOException {
    String rest = key.startsWith("run") ? "run {}" : "";
    String file =
        configurations.file("missing.conf", ConfigurationDirectory.COMPLETE.replace(part, rest));
    ConfigurationDirectory.rejects(file, Map.of())
        .hasMessage(
            file + ": " + key + " is not set (set it in the file or with -D " + key + "=...)");
  }

  @Test
  void rejectsMissingSection() throws IOException {
    String file = configurations.file("empty.conf", "");
    ConfigurationDirectory.rejects(file, Map.of())
        .hasMessage(file + ": network is not set (set it in the file or with -D network=...)");
  }
}
