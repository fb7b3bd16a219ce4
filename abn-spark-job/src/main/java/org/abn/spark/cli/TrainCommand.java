package org.abn.spark.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.abn.spark.action.TrainAction;
import org.abn.spark.experiment.Experiment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "train",
    description =
        "Trains a network; resumes where the run directory has a checkpoint."
            + " Where shards and run directory are: -D data.uri=... and -D run.dir=...")
final class TrainCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "CONF",
      description = "a configuration file, such as conf/cifar10/abn-resnet20.conf")
  private String conf;

  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      description = "wins over the file's value, such as -D train.epochs=3; the last of a key wins")
  private Map<String, String> overrides = new LinkedHashMap<>();

  @Override
  public Integer call() throws Exception {
    new TrainAction(Experiment.load(conf, overrides)).run();
    return ExitStatus.DONE;
  }
}
