package org.abn.spark.cli;

import picocli.CommandLine;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * Answers what needs no Spark, on a class path without it: {@code --help}, {@code --version} and a
 * command line that is wrong.
 */
public final class Usage {
  private Usage() {}

  /**
   * Answers, and exits with 0, with 2 where the command line is wrong, or silently where it is
   * right: with 3 where Spark is to run it, with 4 where a plain JVM is.
   *
   * @param arguments the command line
   */
  public static void main(String... arguments) {
    System.exit(answer(AbnCommand.line(), arguments));
  }

  static int answer(CommandLine line, String... arguments) {
    return line.setExecutionStrategy(Usage::withoutRunning).execute(arguments);
  }

  private static int withoutRunning(ParseResult parsed) {
    boolean toRun =
        parsed.hasSubcommand() && parsed.asCommandLineList().stream().noneMatch(Usage::asksForHelp);
    return toRun ? whoRuns(parsed.subcommand()) : new RunLast().execute(parsed);
  }

  private static int whoRuns(ParseResult command) {
    boolean plain = command.commandSpec().userObject() instanceof WithoutSpark;
    return plain ? ExitStatus.PLAIN : ExitStatus.SUBMIT;
  }

  private static boolean asksForHelp(CommandLine command) {
    return command.isUsageHelpRequested() || command.isVersionHelpRequested();
  }
}
