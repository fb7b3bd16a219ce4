package org.abn.spark.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.abn.spark.action.DatasetsAction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "datasets",
    description = {
      "Prints the datasets that shard reads: images to train and test on, and the files it"
          + " expects.",
      "The paper uses all but fashion-mnist and folder.",
      "With URI, what the shards hold that are there."
    })
final class DatasetsCommand implements Callable<Integer>, WithoutSpark {
  @Spec private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "URI", description = "a directory of shards")
  private String shards;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    if (shards == null) {
      new DatasetsAction().run(out);
    } else {
      new DatasetsAction().run(shards, out);
    }
    return ExitStatus.DONE;
  }
}
