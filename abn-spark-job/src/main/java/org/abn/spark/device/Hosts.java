package org.abn.spark.device;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Names of machines, for the run's record. */
public final class Hosts {

  /** Asked for once: where the name does not resolve, each question can take seconds. */
  private static final String LOCAL = find();

  private Hosts() {}

  /** This machine's name, or "unknown" where it has none. */
  public static String local() {
    return LOCAL;
  }

  private static String find() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
