package org.abn.spark.cli;

import java.util.Optional;
import org.abn.model.Network;
import org.abn.spark.action.NamedNetwork;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --network NAME} and {@code --classes N} of a model whose file does not say what it is. */
final class NamedNetworkOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--network",
      paramLabel = "NAME",
      description = "what the model is of, where its file does not say: needs --classes too")
  private String network;

  @Option(
      names = "--classes",
      paramLabel = "N",
      description = "classes, or tasks, of a model whose file does not say what it is of")
  private Integer classes;

  /** What the user says; empty without both options. */
  Optional<NamedNetwork> value(InputOption input) {
    if (network == null && classes == null) {
      return Optional.empty();
    }
    CommandLine line = command.commandLine();
    if (network == null || classes == null || classes < 1) {
      throw new ParameterException(line, "--network and --classes, of at least 1, belong together");
    }
    Network named = NetworkOption.named(line, network);
    return Optional.of(new NamedNetwork(named, input.images(named), classes));
  }
}
