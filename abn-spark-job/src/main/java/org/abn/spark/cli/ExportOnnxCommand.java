package org.abn.spark.cli;

import java.util.concurrent.Callable;
import org.abn.model.onnx.Images;
import org.abn.spark.action.ExportOnnxAction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "export-onnx",
    description =
        "Makes an ONNX file from a run's model.zip: logits and attention map, for any batch.")
final class ExportOnnxCommand implements Callable<Integer>, WithoutSpark {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "MODEL.zip",
      description = "such as RUN/checkpoints/epoch-0007/model.zip")
  private String model;

  @Option(
      names = "--pixels",
      description =
          "takes RGB values from 0 to 255, and normalises them itself (default: takes images"
              + " normalised as in training)")
  private boolean pixels;

  @Mixin private NamedNetworkOptions named;
  @Mixin private InputOption input;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE.onnx",
      description = "the file to be")
  private String out;

  @Override
  public Integer call() throws Exception {
    Images images = pixels ? Images.PIXELS : Images.NORMALISED;
    new ExportOnnxAction(model, named.value(input), images, out).run(spec.commandLine().getOut());
    return ExitStatus.DONE;
  }
}
