package org.abn.spark.cli;

import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.abn.model.Images;
import org.abn.model.Network;
import org.abn.model.PaperNetworks;
import org.abn.spark.action.SummaryAction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "summary",
    description = "Prints a network's layers by branch, with the shapes of what they give.")
final class SummaryCommand implements Callable<Integer>, WithoutSpark {
  private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,4})x([1-9][0-9]{0,4})");

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NETWORK", description = "such as abn-resnet20")
  private String network;

  @Option(
      names = "--classes",
      paramLabel = "N",
      description = "classes, or tasks (default: as many as in the paper)")
  private Integer classes;

  @Option(
      names = "--input",
      paramLabel = "WIDTHxHEIGHT",
      description = "size of the images in pixels (default: as in the paper)")
  private String input;

  @Override
  public Integer call() {
    try {
      Network named = Network.named(network);
      int outputs = classes == null ? PaperNetworks.classes(named) : classes;
      new SummaryAction(named, images(named), outputs).run(spec.commandLine().getOut());
      return ExitStatus.DONE;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private Images images(Network named) {
    if (input == null) {
      return named.input();
    }
    Matcher size = SIZE.matcher(input);
    if (!size.matches()) {
      throw new IllegalArgumentException(
          "--input must be WIDTHxHEIGHT in pixels, such as 323x224, cannot be: " + input);
    }
    return new Images(Integer.parseInt(size.group(2)), Integer.parseInt(size.group(1)), 3);
  }
}
