package org.abn.spark.cluster;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the name of a master says of the executors. */
public final class Masters {

  private static final Pattern LOCAL = Pattern.compile("local(?:\\[\\s*(\\*|\\d+)\\s*(?:,.*)?])?");
  private static final Pattern LOCAL_CLUSTER =
      Pattern.compile("local-cluster\\[\\s*\\d+\\s*,\\s*(\\d+)\\s*,.*]");

  private Masters() {}

  /** Whether driver and executor are one process. */
  public static boolean isOneProcess(String master) {
    return LOCAL.matcher(master).matches();
  }

  /** The cores of an executor where nothing else is asked for; empty where a worker gives all. */
  static OptionalInt cores(String master) {
    Matcher local = LOCAL.matcher(master);
    if (local.matches()) {
      return OptionalInt.of(local(local.group(1)));
    }
    Matcher cluster = LOCAL_CLUSTER.matcher(master);
    if (cluster.matches()) {
      return OptionalInt.of(Integer.parseInt(cluster.group(1)));
    }
    return master.equals("yarn") || master.startsWith("k8s://")
        ? OptionalInt.of(1)
        : OptionalInt.empty();
  }

  private static int local(String cores) {
    if (cores == null) {
      return 1;
    }
    return cores.equals("*") ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(cores);
  }
}
