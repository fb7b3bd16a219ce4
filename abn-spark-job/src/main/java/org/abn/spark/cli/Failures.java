package org.abn.spark.cli;

import java.io.PrintWriter;
import java.util.Optional;
import org.abn.data.OneLine;
import org.apache.hadoop.util.ShutdownHookManager;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Says what went wrong on standard error: one line where the input or the machine is at fault, one
 * line and the stack trace where the program may be.
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
            : e.getMessage();
    String help = command.getCommandSpec().qualifiedName() + " --help";
    command.getErr().println(OneLine.of(message) + " (see " + help + ")");
    return ExitStatus.INPUT;
  }

  /** A command that failed. */
  static int execution(Exception e, CommandLine command, ParseResult parsed) {
    return failure(e, command);
  }

  /** As {@link #execution}, for an error too. */
  static int failure(Throwable thrown, CommandLine command) {
    PrintWriter err = command.getErr();
    if (ShutdownHookManager.get().isShutdownInProgress()) {
      // Ctrl-C or a kill stops Spark under the command, whatever that then reports.
      // On a line of its own, below the one that progress is rewriting.
      err.printf("%n%s was stopped%n", command.getCommandName());
      return ExitStatus.FAILED;
    }
    Optional<Fault> fault = Fault.of(thrown);
    err.println(
        fault
            .map(known -> line(known, command))
            .orElseGet(() -> command.getCommandName() + " failed: " + OneLine.of("" + thrown)));
    if (fault.isEmpty() || AbnCommand.isVerbose(command)) {
      thrown.printStackTrace(err);
    }
    err.flush();
    return fault.map(Fault::status).orElse(ExitStatus.FAILED);
  }

  /** What to say of a failure that the command survives. */
  static String line(Throwable thrown) {
    return Fault.of(thrown).map(Fault::line).orElseGet(() -> OneLine.of("" + thrown));
  }

  private static String line(Fault fault, CommandLine command) {
    return fault.status() == ExitStatus.FAILED
        ? command.getCommandName() + " failed: " + fault.line()
        : fault.line();
  }
}
