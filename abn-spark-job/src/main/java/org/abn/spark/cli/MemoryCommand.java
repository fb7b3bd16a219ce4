package org.abn.spark.cli;

import java.util.concurrent.Callable;
import org.abn.spark.action.MemoryAction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "memory",
    description =
        "Says how much memory an executor needs to train, what of, and the settings that follow.")
final class MemoryCommand implements Callable<Integer>, WithoutSpark {
  @Spec private CommandSpec spec;

  @Mixin private ConfArguments conf;

  @Override
  public Integer call() throws Exception {
    new MemoryAction(conf.experiment()).run(spec.commandLine().getOut());
    return ExitStatus.DONE;
  }
}
