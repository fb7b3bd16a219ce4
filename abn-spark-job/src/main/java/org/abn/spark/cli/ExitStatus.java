package org.abn.spark.cli;

/** The statuses that the command line ends with. */
final class ExitStatus {
  static final int DONE = 0;
  static final int FAILED = 1;

  /** Stopped by SIGTERM, to go on when called again: 128 and the signal's number. */
  static final int STOPPED = 143;

  /** The user's input is at fault. */
  static final int INPUT = 2;

  /** Stopped in time, with more to do. */
  static final int UNFINISHED = 3;

  /** {@link Usage} has nothing to say: submit.sh is to submit the command to Spark. */
  static final int SUBMIT = 3;

  /** {@link Usage} has nothing to say: submit.sh is to run the command in a plain JVM. */
  static final int PLAIN = 4;

  private ExitStatus() {}
}
