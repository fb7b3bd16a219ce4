package org.abn.spark.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.abn.data.Storage;
import org.abn.data.format.DatasetOptions;
import org.abn.data.image.ImageResizer;
import org.abn.spark.action.ShardAction;
import org.abn.spark.action.ShardSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "shard", description = "Turns a published dataset into shards and their manifest.")
final class ShardCommand implements Callable<Integer> {
  @Option(
      names = "--dataset",
      required = true,
      paramLabel = "NAME",
      description =
          "the format it is published in, such as cifar10; the command datasets lists them")
  private String dataset;

  @Option(
      names = "--source",
      required = true,
      paramLabel = "URI",
      description = "the directory of the published files")
  private String source;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "URI",
      description = "the directory of the shards")
  private String out;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "what the records are shuffled by (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--short-side",
      paramLabel = "PIXELS",
      defaultValue = "0",
      description =
          "what the shorter side of larger images is resized to, such as 256; these become JPEG"
              + " files of quality 95 (default: 0, all images stay as published)")
  private int shortSide;

  @Option(
      names = "--max-rejected",
      paramLabel = "PERCENT",
      defaultValue = "0.1",
      description =
          "percentage of images that may be missing or unreadable (default: ${DEFAULT-VALUE});"
              + " the manifest lists them")
  private double maxRejected;

  @Option(
      names = "--labels",
      paramLabel = "WHAT",
      description = "of compcars: model (the default) or maker")
  private String labels;

  @Option(
      names = "--train-list",
      paramLabel = "URI",
      description = "of compcars: the list of images to train on, if not the published one")
  private String trainList;

  @Option(
      names = "--test-list",
      paramLabel = "URI",
      description = "of compcars: the list of images to test on")
  private String testList;

  @Option(
      names = "--crop-to-box",
      description = "of compcars: images end where the box around the car does")
  private boolean cropToBox;

  @Override
  public Integer call() throws Exception {
    new ShardAction(dataset, source, out, options(), settings()).run();
    return ExitStatus.DONE;
  }

  private ShardSettings settings() {
    return new ShardSettings(seed, new ImageResizer(shortSide), maxRejected);
  }

  private DatasetOptions options() {
    return new DatasetOptions(
        Optional.ofNullable(labels),
        Optional.ofNullable(trainList).map(Storage::path),
        Optional.ofNullable(testList).map(Storage::path),
        cropToBox);
  }
}
