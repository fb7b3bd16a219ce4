package org.abn.spark.cli;

import java.util.concurrent.Callable;
import org.abn.model.Network;
import org.abn.model.PaperNetworks;
import org.abn.spark.action.SummaryAction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "summary",
    description = "Prints a network's layers by branch, with the shapes of what they give.")
final class SummaryCommand implements Callable<Integer>, WithoutSpark {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NETWORK", description = "such as abn-resnet20")
  private String network;

  @Option(
      names = "--classes",
      paramLabel = "N",
      description = "classes, or tasks (default: as many as in the paper)")
  private Integer classes;

  @Mixin private InputOption input;

  @Override
  public Integer call() {
    try {
      Network named = Network.named(network);
      int outputs = classes == null ? PaperNetworks.classes(named) : classes;
      if (outputs < 1) {
        throw new IllegalArgumentException("--classes must be at least 1, cannot be: " + outputs);
      }
      new SummaryAction(named, input.images(named), outputs).run(spec.commandLine().getOut());
      return ExitStatus.DONE;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
