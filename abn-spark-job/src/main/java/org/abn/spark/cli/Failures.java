package org.abn.spark.cli;

import java.io.PrintWriter;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.abn.data.InvalidDataException;
import org.abn.spark.experiment.InvalidConfigurationException;
import org.apache.hadoop.util.ShutdownHookManager;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Says what went wrong on standard error: one line where the user's input is at fault, one line and
 * the stack trace where anything else is.
 */
final class Failures {
  private Failures() {}

  /** A command line that cannot be parsed. */
  static int usage(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    boolean noCommand = command.getParent() == null && e instanceof UnmatchedArgumentException;
    String message =
        noCommand
            ? "unknown command " + ((UnmatchedArgumentException) e).getUnmatched().get(0)
            : e.getMessage().replaceAll("\\s*\\R\\s*", " ");
    String help = command.getCommandSpec().qualifiedName() + " --help";
    command.getErr().println(message + " (see " + help + ")");
    return ExitStatus.INPUT;
  }

  /** A command that failed. */
  static int execution(Exception e, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    Optional<String> fault = usersFault(e);
    if (fault.isPresent()) {
      err.println(fault.get());
      return ExitStatus.INPUT;
    }
    if (ShutdownHookManager.get().isShutdownInProgress()) {
      // Ctrl-C or a kill stops Spark under the command, whatever that then reports.
      // On a line of its own, below the one that progress is rewriting.
      err.printf("%n%s was stopped%n", command.getCommandName());
      return ExitStatus.FAILED;
    }
    err.println(command.getCommandName() + " failed: " + e);
    e.printStackTrace(err);
    return ExitStatus.FAILED;
  }

  /** Looked for among the causes too: what a task throws arrives in an exception of Spark's. */
  private static Optional<String> usersFault(Exception e) {
    return Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
        .filter(
            cause ->
                cause instanceof InvalidDataException
                    || cause instanceof InvalidConfigurationException)
        .map(Throwable::getMessage)
        .findFirst();
  }
}
