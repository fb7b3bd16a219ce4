package org.abn.spark.cli;

import org.apache.spark.SparkUserAppException;

/** The application that spark-submit runs. */
public final class Abn {
  private Abn() {}

  /**
   * Runs a command.
   *
   * @param arguments the command line, such as {@code train conf/cifar10/resnet20.conf}
   * @throws SparkUserAppException if the status is not 0. What went wrong was reported;
   *     spark-submit makes the status its own, and YARN fails the application. {@code System.exit}
   *     instead would be reported wrongly by YARN in cluster mode. (The class is Spark's own in
   *     Scala, public in the byte code, and what its Python and R runners throw.)
   */
  public static void main(String... arguments) throws SparkUserAppException {
    int status = execute(arguments);
    if (status != ExitStatus.DONE) {
      throw new SparkUserAppException(status);
    }
  }

  static int execute(String... arguments) {
    HadoopUser.login();
    return AbnCommand.run(arguments);
  }
}
