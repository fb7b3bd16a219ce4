package org.abn.spark.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.abn.spark.action.EvaluateAction;
import org.abn.spark.experiment.Experiment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "evaluate",
    description =
        "Evaluates a checkpoint on the test images: errors, confusion and calibration of each"
            + " branch, into the run directory. Where that and the shards are: -D run.dir=... and"
            + " -D data.uri=...")
final class EvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private ConfArguments conf;

  @Mixin private CheckpointOption checkpoint;

  @Option(
      names = "--predictions",
      paramLabel = "URI",
      description =
          "where a row an image is to go: a new directory of Parquet files, or a new file that ends"
              + " in .csv")
  private String predictions;

  @Override
  public Integer call() throws Exception {
    Experiment experiment = conf.experiment();
    new EvaluateAction(experiment, checkpoint.uri(), Optional.ofNullable(predictions))
        .run(spec.commandLine().getOut());
    return ExitStatus.DONE;
  }
}
