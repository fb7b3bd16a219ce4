package org.abn.spark.cli;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.abn.model.Network;
import org.abn.spark.action.ImportCheckpointAction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "import-checkpoint",
    description =
        "Makes a model.zip of DL4J's own format from a PyTorch checkpoint or safetensors.")
final class ImportCheckpointCommand implements Callable<Integer>, WithoutSpark {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      description =
          "what torch.save wrote of a state_dict, of anything that has one within, or of a network;"
              + " or safetensors")
  private String file;

  @Mixin private NetworkOption network;
  @Mixin private InputOption input;

  @Option(
      names = "--classes",
      paramLabel = "N",
      description = "classes, or tasks (default: those of the checkpoint's classifier)")
  private Integer classes;

  @Option(
      names = "--key",
      paramLabel = "NAME",
      description =
          "where the weights are in FILE, such as state_dict, model_ema or checkpoint.model;"
              + " a dot is the whole (default: where they fit)")
  private String key;

  @Option(
      names = "--backbone-only",
      description =
          "takes feature extractor and perception branch from any image classifier's checkpoint;"
              + " attention branch and classifier are new")
  private boolean backboneOnly;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "of what is new (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "MODEL.zip",
      description = "the file to be")
  private String out;

  @Override
  public Integer call() throws Exception {
    Network named = network.value();
    var target = new ImportCheckpointAction.Target(named, input.images(named), classes());
    new ImportCheckpointAction(file, Optional.ofNullable(key), target, backboneOnly, seed, out)
        .run(spec.commandLine().getOut());
    return ExitStatus.DONE;
  }

  private OptionalInt classes() {
    if (classes == null) {
      return notKnown();
    }
    if (classes < 1) {
      throw new ParameterException(
          spec.commandLine(), "--classes must be at least 1, cannot be: " + classes);
    }
    return OptionalInt.of(classes);
  }

  private OptionalInt notKnown() {
    if (backboneOnly) {
      throw new ParameterException(spec.commandLine(), "--backbone-only needs --classes too");
    }
    return OptionalInt.empty();
  }
}
