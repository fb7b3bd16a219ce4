package org.abn.spark.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.abn.model.InputShape;
import org.abn.model.Network;
import org.abn.model.summary.NetworkSummary;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --input WIDTHxHEIGHT}, for the commands that have it. */
final class InputOption {
  private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,4})x([1-9][0-9]{0,4})");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--input",
      paramLabel = "WIDTHxHEIGHT",
      description = "size of the images in pixels (default: as in the paper)")
  private String size;

  /** The images of the option, or those that the paper trains the network on. */
  InputShape images(Network network) {
    InputShape images = size == null ? network.input() : parsed(network.input().channels());
    try {
      NetworkSummary.of(network, images, 1);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--input: " + e.getMessage(), e);
    }
    return images;
  }

  private InputShape parsed(int channels) {
    Matcher matcher = SIZE.matcher(size);
    if (!matcher.matches()) {
      throw new ParameterException(
          command.commandLine(),
          "--input must be WIDTHxHEIGHT in pixels, such as 323x224, cannot be: " + size);
    }
    int width = Integer.parseInt(matcher.group(1));
    int height = Integer.parseInt(matcher.group(2));
    return new InputShape(height, width, channels);
  }
}
