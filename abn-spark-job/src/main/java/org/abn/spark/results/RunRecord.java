package org.abn.spark.results;

import java.util.Collection;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.abn.data.InvalidDataException;

/**
 * {@code run.json}: what a run is made from, enough to do it again.
 *
 * @param experiment name of the configuration
 * @param configuration every setting, by its key
 * @param manifestSha256 of the manifest of the data
 * @param data that the manifest is of; null in runs of before it was recorded
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
    RunData data,
    Map<String, String> versions,
    String gitCommit,
    Map<String, Long> seeds,
    Collection<String> hosts,
    String start,
    String end) {

  private static final String EPOCHS = "train.epochs";
  private static final String LIMIT = "data.limit";

  /**
   * How many epochs it is to have.
   *
   * @throws InvalidDataException where the configuration does not say
   */
  public int epochsAsked() {
    if (configuration.get(EPOCHS) instanceof Number epochs) {
      return epochs.intValue();
    }
    throw InvalidDataException.of(
        "run.json of %s: expected a number for %s, found %s",
        experiment, EPOCHS, configuration.get(EPOCHS));
  }

  /** How many of the training and of the test images it uses at most; empty for all. */
  public OptionalInt limit() {
    return configuration.get(LIMIT) instanceof Number limit
        ? OptionalInt.of(limit.intValue())
        : OptionalInt.empty();
  }

  /** The same run with these settings, which differ at most in what may. */
  RunRecord resumed(RunRecord now) {
    return new RunRecord(
        now.experiment,
        now.configuration,
        manifestSha256,
        now.data,
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
    return with(all, end);
  }

  /** The same run, finished. */
  public RunRecord ended(String when) {
    return with(hosts, when);
  }

  private RunRecord with(Collection<String> machines, String when) {
    return new RunRecord(
        experiment,
        configuration,
        manifestSha256,
        data,
        versions,
        gitCommit,
        seeds,
        machines,
        start,
        when);
  }
}
