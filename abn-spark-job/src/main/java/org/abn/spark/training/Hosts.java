package org.abn.spark.training;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Names of machines, for the run's record. */
public final class Hosts {

  private Hosts() {}

  /** This machine's name, or "unknown" where it has none. */
  public static String local() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
