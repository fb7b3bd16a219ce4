package org.abn.spark.cli;

import java.util.concurrent.Callable;
import org.abn.spark.action.ShardAction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "shard", description = "Turns a published dataset into shards and their manifest.")
final class ShardCommand implements Callable<Integer> {
  @Option(
      names = "--dataset",
      required = true,
      paramLabel = "NAME",
      description = "the format it is published in, such as cifar10 or fashion-mnist")
  private String dataset;

  @Option(
      names = "--source",
      required = true,
      paramLabel = "URI",
      description = "the directory of the published files")
  private String source;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "URI",
      description = "the directory of the shards")
  private String out;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "what the records are shuffled by (default: ${DEFAULT-VALUE})")
  private long seed;

  @Override
  public Integer call() throws Exception {
    new ShardAction(dataset, source, out, seed).run();
    return ExitStatus.DONE;
  }
}
