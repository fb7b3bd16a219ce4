package org.abn.spark.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.abn.spark.action.EvaluateAction;
import org.abn.spark.experiment.Experiment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "evaluate",
    description =
        "Evaluates a checkpoint on the test images: errors, confusion and calibration of each"
            + " branch, into the run directory. Where that and the shards are: -D run.dir=... and"
            + " -D data.uri=...")
final class EvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "CONF",
      description = "the configuration of its network, such as conf/cifar10/abn-resnet20.conf")
  private String conf;

  @Option(
      names = "--checkpoint",
      paramLabel = "URI",
      description =
          "a model.zip, a checkpoint's directory, or RUN/checkpoints/best (default: the latest that"
              + " is sound in the run directory)")
  private String checkpoint;

  @Option(
      names = "--predictions",
      paramLabel = "URI",
      description =
          "where a row an image is to go: a new directory of Parquet files, or a new file that ends"
              + " in .csv")
  private String predictions;

  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      description = "wins over the file's value, such as -D run.dir=/runs/a")
  private Map<String, String> overrides = new LinkedHashMap<>();

  @Override
  public Integer call() throws Exception {
    Experiment experiment = Experiment.load(conf, overrides);
    new EvaluateAction(
            experiment, Optional.ofNullable(checkpoint), Optional.ofNullable(predictions))
        .run(spec.commandLine().getOut());
    return ExitStatus.DONE;
  }
}
