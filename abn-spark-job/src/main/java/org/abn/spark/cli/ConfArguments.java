package org.abn.spark.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.abn.spark.experiment.Experiment;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code CONF} and {@code -D KEY=VALUE}, for the commands that are about one configuration. */
final class ConfArguments {

  @Parameters(
      paramLabel = "CONF",
      description = "a configuration file, such as conf/cifar10/abn-resnet20.conf")
  private String conf;

  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      description = "wins over the file's value, such as -D train.epochs=3; the last of a key wins")
  private Map<String, String> overrides = new LinkedHashMap<>();

  /**
   * The configuration.
   *
   * @throws org.abn.spark.experiment.InvalidConfigurationException where it is at fault
   */
  Experiment experiment() {
    return Experiment.load(conf, overrides);
  }
}
