package org.abn.spark.action;

import java.util.Map;
import java.util.TreeMap;
import org.abn.data.InvalidDataException;

/**
 * What is to be reproduced, and where to.
 *
 * @param rows of which tables
 * @param seeds how many runs of each configuration, with seeds 1 to this, at least 1
 * @param overrides settings of all configurations, by key
 * @param out directory of runs and tables
 */
public record Reproduction(TableRows rows, int seeds, Map<String, String> overrides, String out) {

  static final String SEED = "train.seed";
  static final String RUN = "run.dir";
  static final String DATA = "data.uri";

  private static final Map<String, String> CHOSEN =
      Map.of(
          SEED,
          "--seeds says how many there are",
          RUN,
          "--out says where runs are",
          "network.name",
          "--rows says which networks are trained");

  /**
   * Validates.
   *
   * @throws InvalidDataException if there are fewer than 1 seeds, or an override is of what a
   *     reproduction chooses
   */
  public Reproduction {
    if (seeds < 1) {
      throw InvalidDataException.of("--seeds must be at least 1, cannot be: %d", seeds);
    }
    overrides = new TreeMap<>(overrides);
    for (Map.Entry<String, String> chosen : CHOSEN.entrySet()) {
      if (overrides.containsKey(chosen.getKey())) {
        throw new InvalidDataException(
            "-D " + chosen.getKey() + " cannot be set here: " + chosen.getValue());
      }
    }
  }

  /** Where the runs of a configuration are. */
  String directory(TableConf conf) {
    return out + "/runs/" + conf.name();
  }

  /** Where a run is. */
  String directory(TableConf conf, long seed) {
    return directory(conf) + "/seed-" + seed;
  }
}
