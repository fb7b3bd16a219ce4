package org.abn.spark.report;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.abn.spark.results.RunData;
import org.abn.spark.results.RunRecord;

/** Where a run's figures come from, as a page shows it. */
public final class RunFacts {

  private RunFacts() {}

  /** Sources, data, seeds and times. */
  public static Facts provenance(RunRecord run) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("commit", run.gitCommit());
    if (run.data() != null) { // as in runs of before it was recorded
      facts.put("dataset", run.data().dataset());
      facts.put("images in the shards", images(run.data()));
    }
    facts.put("manifest SHA-256", run.manifestSha256());
    run.seeds().forEach((of, seed) -> facts.put("seed of " + of, String.valueOf(seed)));
    facts.put("begun", run.start());
    facts.put("ended", run.end() == null ? "not yet" : run.end());
    return new Facts("Provenance", facts);
  }

  private static String images(RunData data) {
    return String.format(
        Locale.ROOT, "%,d training, %,d test", data.trainingImages(), data.testImages());
  }

  /** Versions and machines. */
  public static Facts environment(RunRecord run) {
    Map<String, String> facts = new LinkedHashMap<>(run.versions());
    facts.put("hosts", String.join(", ", run.hosts()));
    return new Facts("Environment", facts);
  }
}
