package org.abn.spark.cli;

import org.abn.model.Network;
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
    try {
      return Network.named(name);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--network: " + e.getMessage(), e);
    }
  }
}
