package org.abn.spark.cli;

import java.util.concurrent.Callable;
import org.abn.spark.action.NetworksAction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "networks",
    description = {
      "Prints the networks of the paper's tables: what they see and what they cost.",
      "Other sizes have names of the same form, such as abn-wrn-40-10."
    })
final class NetworksCommand implements Callable<Integer>, WithoutSpark {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    new NetworksAction().run(spec.commandLine().getOut());
    return ExitStatus.DONE;
  }
}
