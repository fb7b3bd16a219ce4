package org.abn.spark.cli;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.abn.spark.action.PreflightAction;
import org.abn.spark.cluster.UnsoundClusterException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "preflight",
    description = {
      "Asks every executor whether it can train: whether the native libraries load, versions are"
          + " the driver's, a network arrives as it was sent, and training steps of a network of"
          + " each family give what they should; and how fast abn-resnet20 trains there.",
      "Prints a table, a row an executor; exits with 2 if one of them cannot."
    })
final class PreflightCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--files",
      paramLabel = "URI",
      description = "a directory in which each executor is to write and read a file")
  private String directory;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "as train.threads-per-worker (default: ${DEFAULT-VALUE})")
  private int threads;

  @Override
  public Integer call() {
    if (threads < 1) {
      throw new ParameterException(
          spec.commandLine(), "--threads must be at least 1, cannot be: " + threads);
    }
    try {
      new PreflightAction(threads, Optional.ofNullable(directory)).run(spec.commandLine().getOut());
      return ExitStatus.DONE;
    } catch (UnsoundClusterException e) { // the answer to what was asked, and no failure
      PrintWriter err = spec.commandLine().getErr();
      err.println("preflight failed: " + e.getMessage());
      err.flush();
      return ExitStatus.INPUT;
    }
  }
}
