package org.abn.spark.cli;

import java.util.concurrent.Callable;
import org.abn.spark.action.TrainAction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "train",
    description =
        "Trains a network; resumes where the run directory has a checkpoint."
            + " Where shards and run directory are: -D data.uri=... and -D run.dir=...")
final class TrainCommand implements Callable<Integer> {
  @Mixin private ConfArguments conf;

  @Override
  public Integer call() throws Exception {
    new TrainAction(conf.experiment()).run();
    return ExitStatus.DONE;
  }
}
