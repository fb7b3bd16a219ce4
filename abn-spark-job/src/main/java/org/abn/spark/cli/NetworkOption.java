package org.abn.spark.cli;

import org.abn.model.Network;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --network NAME}, for the commands that have it. */
final class NetworkOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--network",
      required = true,
      paramLabel = "NAME",
      description = "such as abn-resnet20")
  private String name;

  Network value() {
    return named(command.commandLine(), name);
  }

  /** The network of a name that was given as the option's value. */
  static Network named(CommandLine command, String name) {
    try {
      return Network.named(name);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command, "--network: " + e.getMessage(), e);
    }
  }
}
