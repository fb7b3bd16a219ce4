package org.abn.spark.cli;

import java.util.concurrent.Callable;
import org.abn.spark.action.DatasetsAction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "datasets",
    description = {
      "Prints the datasets that shard reads: images to train and test on, and the files it"
          + " expects.",
      "The paper uses all but fashion-mnist and folder."
    })
final class DatasetsCommand implements Callable<Integer>, WithoutSpark {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    new DatasetsAction().run(spec.commandLine().getOut());
    return ExitStatus.DONE;
  }
}
