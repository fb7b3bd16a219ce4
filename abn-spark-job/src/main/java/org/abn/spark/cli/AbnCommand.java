package org.abn.spark.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** What is asked for without a command: the usage, the version. */
@Command(
    name = "submit.sh",
    description = "Trains Attention Branch Networks (Fukui et al., CVPR 2019) on Spark.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "What follows a lone -- goes to spark-submit, such as -- --master yarn.",
      "Exit status: 0 done; 2 the input is at fault; 3 reproduce has more to do; 143 stopped by"
          + " SIGTERM, train and reproduce go on when called again; 1 anything else."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = ScopeType.INHERIT,
    subcommands = {
      DemoCommand.class,
      ShardCommand.class,
      VerifyCommand.class,
      TrainCommand.class,
      EvaluateCommand.class,
      ExplainCommand.class,
      ReproduceCommand.class,
      MemoryCommand.class,
      PreflightCommand.class,
      ImportCheckpointCommand.class,
      ExportCheckpointCommand.class,
      ExportOnnxCommand.class,
      BenchCommand.class,
      NetworksCommand.class,
      DatasetsCommand.class,
      SummaryCommand.class
    })
final class AbnCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "also prints stack traces, and all that Spark says of a failure")
  private boolean verbose;

  /** The parser, with every command, that reports errors as {@link Failures} does. */
  static CommandLine line() {
    return new CommandLine(new AbnCommand())
        .setExpandAtFiles(false) // a directory may be called @home
        .setParameterExceptionHandler(Failures::usage)
        .setExecutionExceptionHandler(Failures::execution);
  }

  /**
   * Runs a command.
   *
   * @return the status that it ends with
   */
  static int run(String... arguments) {
    CommandLine line = line();
    try {
      return line.execute(arguments);
    } catch (Error e) { // which picocli leaves alone
      ParseResult parsed = line.getParseResult();
      CommandLine command =
          parsed.hasSubcommand() ? parsed.subcommand().commandSpec().commandLine() : line;
      return Failures.failure(e, command);
    }
  }

  /** Whether the user wants to see more than a line. */
  static boolean isVerbose(CommandLine command) {
    CommandLine root = command.getParent() == null ? command : command.getParent();
    return root.<AbnCommand>getCommand().verbose;
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitStatus.INPUT;
  }
}
