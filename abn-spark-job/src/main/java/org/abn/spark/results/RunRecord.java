package org.abn.spark.results;

import java.util.Collection;
import java.util.Map;
import java.util.TreeSet;

/**
 * {@code run.json}: what a run is made from, enough to do it again.
 *
 * @param experiment name of the configuration
 * @param configuration every setting, by its key
 * @param manifestSha256 of the manifest of the data
 * @param versions of this program and of what it runs on
 * @param gitCommit of this program's sources
 * @param seeds by what they seed
 * @param hosts the machines that workers ran on
 * @param start when the run first began (ISO 8601, UTC)
 * @param end when it last reached its last epoch; null until then
 */
public record RunRecord(
    String experiment,
    Map<String, Object> configuration,
    String manifestSha256,
    Map<String, String> versions,
    String gitCommit,
    Map<String, Long> seeds,
    Collection<String> hosts,
    String start,
    String end) {

  /** The same run with these settings, which differ at most in what may. */
  RunRecord resumed(RunRecord now) {
    return new RunRecord(
        now.experiment,
        now.configuration,
        manifestSha256,
        now.versions,
        now.gitCommit,
        seeds,
        hosts,
        start,
        null);
  }

  /** The same run with these machines too. */
  public RunRecord on(Collection<String> more) {
    TreeSet<String> all = new TreeSet<>(hosts);
    all.addAll(more);
    return new RunRecord(
        experiment, configuration, manifestSha256, versions, gitCommit, seeds, all, start, end);
  }

  /** The same run, finished. */
  public RunRecord ended(String when) {
    return new RunRecord(
        experiment, configuration, manifestSha256, versions, gitCommit, seeds, hosts, start, when);
  }
}
