package org.abn.spark.cli;

/** Runs a command that needs no Spark, in a JVM of its own. */
public final class Plain {
  private Plain() {}

  /**
   * Runs the command and exits with its status.
   *
   * @param arguments the command line, such as {@code bench --network resnet20}
   */
  public static void main(String... arguments) {
    HadoopUser.login();
    System.exit(AbnCommand.run(arguments));
  }
}
