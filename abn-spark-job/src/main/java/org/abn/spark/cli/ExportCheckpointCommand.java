package org.abn.spark.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.abn.model.Network;
import org.abn.spark.action.ExportCheckpointAction;
import org.abn.spark.action.ExportCheckpointAction.Named;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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

  @Option(
      names = "--network",
      paramLabel = "NAME",
      description = "what the model is of, where its file does not say: needs --classes too")
  private String network;

  @Mixin private InputOption input;

  @Option(
      names = "--classes",
      paramLabel = "N",
      description = "classes, or tasks, of a model whose file does not say what it is of")
  private Integer classes;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "the file to be, for torch.load")
  private String out;

  @Override
  public Integer call() throws Exception {
    new ExportCheckpointAction(model, named(), out).run(spec.commandLine().getOut());
    return ExitStatus.DONE;
  }

  private Optional<Named> named() {
    if (network == null && classes == null) {
      return Optional.empty();
    }
    if (network == null || classes == null || classes < 1) {
      throw new ParameterException(
          spec.commandLine(), "--network and --classes, of at least 1, belong together");
    }
    Network named = NetworkOption.named(spec.commandLine(), network);
    return Optional.of(new Named(named, input.images(named), classes));
  }
}
