package org.abn.spark.cli;

import java.util.concurrent.Callable;
import org.abn.spark.action.VerifyAction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "verify",
    description = {
      "Reads shards again and compares them with their manifest: every byte, every label, and"
          + " whether every image can be decoded.",
      "Lists what is wrong and exits with 2, or prints one line; writes nothing."
    })
final class VerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "URI", description = "the directory of the shards")
  private String shards;

  @Override
  public Integer call() throws Exception {
    new VerifyAction(shards).run(spec.commandLine().getOut(), spec.commandLine().getErr());
    return ExitStatus.DONE;
  }
}
