package org.abn.spark.action;

/**
 * A run that ended by a failure.
 *
 * @param run which
 * @param reason in one line
 */
record FailedRun(PlannedRun run, String reason) {

  @Override
  public String toString() {
    return run.title() + " failed: " + reason;
  }
}
