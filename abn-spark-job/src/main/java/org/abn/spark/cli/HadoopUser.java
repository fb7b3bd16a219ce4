package org.abn.spark.cli;

import org.apache.hadoop.security.UserGroupInformation;

/**
 * The user that Hadoop takes this process for. Where the operating system has no name for the
 * user's id, as in many containers, Hadoop cannot log in, not even to read a local file.
 */
final class HadoopUser {
  private static final String NAMELESS = "?"; // Java's

  private HadoopUser() {}

  /** Logs a user in that has no name, as HADOOP_USER_NAME, which submit.sh sets. */
  static void login() {
    String name = System.getenv("HADOOP_USER_NAME");
    if (NAMELESS.equals(System.getProperty("user.name"))
        && name != null
        && !UserGroupInformation.isSecurityEnabled()) {
      UserGroupInformation.setLoginUser(UserGroupInformation.createRemoteUser(name));
    }
  }
}
