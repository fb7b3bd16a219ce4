package org.abn.spark.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.abn.model.explain.ExplanationMethod;
import org.abn.model.picture.OverlayStyle;
import org.abn.spark.action.ExplainAction;
import org.abn.spark.action.ExplainOptions;
import org.abn.spark.action.WhatIfAction;
import org.abn.spark.experiment.Experiment;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(
    name = "explain",
    description =
        "Shows where a network looks in images: a map and a picture an image and method, the"
            + " scores of both branches, and a page of all of them.")
final class ExplainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private ConfArguments conf;

  @Mixin private CheckpointOption checkpoint;

  @Option(
      names = "--images",
      required = true,
      paramLabel = "URI",
      description =
          "a directory of JPEG and PNG files, in which a folder named like a class tells it; one"
              + " file; or shards, whose test images are taken (-D data.limit=200 takes so many)")
  private String images;

  @Option(names = "--out", required = true, paramLabel = "URI", description = "the directory to be")
  private String out;

  @Option(
      names = "--method",
      paramLabel = "METHOD",
      split = ",",
      converter = Method.class,
      description =
          "attention, cam or grad-cam, or several (default: attention, or grad-cam of a network"
              + " without an attention branch)")
  private List<ExplanationMethod> methods = List.of();

  @Option(
      names = "--class",
      paramLabel = "NAME",
      description =
          "the class whose score is explained, or an attribute; may be given several times"
              + " (default: the class that is predicted of each image; all attributes)")
  private List<String> answers = List.of();

  @Option(
      names = "--colours",
      paramLabel = "NAME",
      defaultValue = "turbo",
      converter = Colours.class,
      description =
          "turbo, viridis, jet as the paper's, or authors: jet added to the image as the authors'"
              + " code does (default: ${DEFAULT-VALUE})")
  private OverlayStyle style;

  @Option(
      names = "--no-pictures",
      description = "writes scores and maps alone, those of a mini-batch in one file")
  private boolean noPictures;

  @Option(
      names = "--map",
      paramLabel = "FILE",
      description =
          "an attention map that takes the place of the network's own, for one image: a .npy as"
              + " this command writes, or a grey picture (black 0, white 1) of the map's or the"
              + " image's size; tells how the scores change")
  private String map;

  @Option(
      names = "--measure",
      description =
          "measures how good the maps are, beside random and centre maps: deletion, insertion,"
              + " ROAD, sanity, and the pointing game where shards have boxes")
  private boolean measured;

  @Option(
      names = "--others",
      paramLabel = "URI",
      split = ",",
      description =
          "checkpoints of the network from trainings by other seeds: --measure then tells how"
              + " stable the maps are")
  private List<String> others = List.of();

  @Override
  public Integer call() throws Exception {
    if (!measured && !others.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--others needs --measure");
    }
    if (map != null && (measured || noPictures || !methods.isEmpty())) {
      throw new ParameterException(
          spec.commandLine(), "--map goes with neither --measure, --method nor --no-pictures");
    }
    if (measured && !answers.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "--measure is of the class that is predicted of each image, and --class of another");
    }
    var options = new ExplainOptions(methods, answers, style, !noPictures, measured, others);
    Experiment experiment = conf.experiment();
    Optional<String> model = checkpoint.uri();
    PrintWriter console = spec.commandLine().getOut();
    if (map == null) {
      new ExplainAction(experiment, model, images, out, options).run(console);
    } else {
      new WhatIfAction(experiment, model, images, map, out, options).run(console);
    }
    return ExitStatus.DONE;
  }

  private static final class Method implements ITypeConverter<ExplanationMethod> {
    @Override
    public ExplanationMethod convert(String label) {
      return ExplanationMethod.named(label)
          .orElseThrow(() -> unknown(label, ExplanationMethod.labels()));
    }
  }

  private static final class Colours implements ITypeConverter<OverlayStyle> {
    @Override
    public OverlayStyle convert(String label) {
      return OverlayStyle.named(label).orElseThrow(() -> unknown(label, OverlayStyle.labels()));
    }
  }

  private static TypeConversionException unknown(String label, List<String> known) {
    return new TypeConversionException(
        "expected one of %s but was '%s'".formatted(String.join(", ", known), label));
  }
}
