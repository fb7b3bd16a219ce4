package org.abn.spark.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.abn.model.Network;
import org.abn.model.PaperNetworks;
import org.abn.spark.action.BenchAction;
import org.abn.spark.bench.Layers;
import org.abn.spark.bench.Workload;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "bench",
    description = "Measures a network's speed on this machine, on synthetic data, without Spark.")
final class BenchCommand implements Callable<Integer>, WithoutSpark {
  @Spec private CommandSpec spec;

  @Mixin private NetworkOption network;
  @Mixin private InputOption input;

  @Option(
      names = "--classes",
      paramLabel = "N",
      description = "classes, or tasks (default: as many as in the paper)")
  private Integer classes;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "128",
      description = "images in a mini-batch (default: ${DEFAULT-VALUE})")
  private int batch;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "8",
      description = "timed mini-batches, whose median counts (default: ${DEFAULT-VALUE})")
  private int steps;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "OpenMP threads (default: the processors there are)")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--profile",
      description =
          "also prints the share of each kind of layer in a training step, and which of oneDNN's"
              + " implementations compute it")
  private boolean profiled;

  @Option(names = "--stock", description = "the same network in DL4J's own layers, to compare with")
  private boolean stock;

  @Override
  public Integer call() {
    if (stock && profiled) {
      throw new ParameterException(
          spec.commandLine(), "--profile is of this product's layers, and --stock of DL4J's");
    }
    Network named = network.value();
    int outputs = classes == null ? PaperNetworks.classes(named) : classes;
    var workload =
        new Workload(
            named,
            input.images(named),
            atLeast1("--classes", outputs),
            atLeast1("--batch", batch),
            stock ? Layers.STOCK : Layers.OURS);
    new BenchAction(workload, atLeast1("--steps", steps), atLeast1("--threads", threads), profiled)
        .run(spec.commandLine().getOut());
    return ExitStatus.DONE;
  }

  private int atLeast1(String option, int value) {
    if (value < 1) {
      throw new ParameterException(
          spec.commandLine(),
          String.format(Locale.ROOT, "%s must be at least 1, cannot be: %d", option, value));
    }
    return value;
  }
}
