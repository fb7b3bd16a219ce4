package org.abn.spark.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.abn.spark.action.MemoryAction;
import org.abn.spark.experiment.Experiment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "memory",
    description =
        "Says how much memory an executor needs to train, what of, and the settings that follow.")
final class MemoryCommand implements Callable<Integer>, WithoutSpark {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "CONF",
      description = "a configuration file, such as conf/cifar10/abn-resnet20.conf")
  private String conf;

  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      description = "wins over the file's value, such as -D train.batch-size=64")
  private Map<String, String> overrides = new LinkedHashMap<>();

  @Override
  public Integer call() throws Exception {
    new MemoryAction(Experiment.load(conf, overrides)).run(spec.commandLine().getOut());
    return ExitStatus.DONE;
  }
}
