package org.abn.spark.cli;

import java.util.concurrent.Callable;
import org.abn.spark.action.ExportCheckpointAction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "export-checkpoint",
    description = "Makes a PyTorch state_dict from a run's model.zip.")
final class ExportCheckpointCommand implements Callable<Integer>, WithoutSpark {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "MODEL.zip",
      description = "such as RUN/checkpoints/epoch-0007/model.zip")
  private String model;

  @Mixin private NamedNetworkOptions named;
  @Mixin private InputOption input;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "the file to be, for torch.load")
  private String out;

  @Override
  public Integer call() throws Exception {
    new ExportCheckpointAction(model, named.value(input), out).run(spec.commandLine().getOut());
    return ExitStatus.DONE;
  }
}
