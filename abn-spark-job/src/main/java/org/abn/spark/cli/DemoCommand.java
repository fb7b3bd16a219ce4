package org.abn.spark.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.abn.spark.action.DemoAction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "demo",
    description =
        "Shards the bundled images, trains a small Attention Branch Network and its baseline,"
            + " and leaves their run directories.")
final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "abn-demo",
      description = "where to (default: ${DEFAULT-VALUE})")
  private Path out;

  @Override
  public Integer call() throws Exception {
    new DemoAction(out).run();
    return ExitStatus.DONE;
  }
}
