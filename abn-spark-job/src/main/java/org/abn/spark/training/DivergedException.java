package org.abn.spark.training;

import java.util.Locale;

/** Training has left the numbers: a loss or a parameter is not finite. Nothing was averaged. */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Of a worker's mini-batch, in a round that starts at a clock. */
  DivergedException(Clock start, WorkerReport report) {
    super(
        String.format(
            Locale.ROOT,
            "loss or parameters are not finite in epoch %d, step %d, on worker %d's records %s",
            start.epoch() + 1,
            start.step() + report.steps(),
            report.worker(),
            String.join(", ", report.diverged())));
  }
}
