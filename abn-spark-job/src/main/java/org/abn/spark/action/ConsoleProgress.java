package org.abn.spark.action;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import org.abn.spark.results.EpochMetrics;
import org.abn.spark.training.BranchScores;
import org.abn.spark.training.Round;
import org.abn.spark.training.Scores;

/**
 * Training as the console shows it: on a terminal one line that is rewritten, in a log a line every
 * half minute; and a line for each epoch that is done.
 */
final class ConsoleProgress implements Consumer<Round> {

  private static final Duration LOG_INTERVAL = Duration.ofSeconds(30);

  private static final double GIB = 1L << 30;

  private static final String CLEAR_LINE = "\r\033[K";

  private final PrintStream out;
  private final boolean terminal;
  private final String name;
  private final int epochs;
  private int epoch;
  private long epochStart;
  private long lastShown;
  private final Eta eta;

  ConsoleProgress(PrintStream out, boolean terminal, String name, int epochs) {
    this.out = out;
    this.terminal = terminal;
    this.name = name;
    this.epochs = epochs;
    eta = new Eta(epochs);
  }

  /** An epoch begins, or goes on after so many of its rounds. */
  void beginEpoch(int number, int rounds) {
    epoch = number;
    epochStart = System.nanoTime();
    lastShown = epochStart;
    eta.beginEpoch(number, rounds, epochStart);
  }

  /** A round has ended; not every one has to be told. */
  @Override
  public void accept(Round round) {
    long now = System.nanoTime();
    eta.add(round, now);
    if (terminal) {
      out.print(CLEAR_LINE + line(round, now));
      out.flush();
    } else if (now - lastShown >= LOG_INTERVAL.toNanos()) {
      out.println(line(round, now));
      lastShown = now;
    }
  }

  private String line(Round round, long now) {
    double seconds = (now - epochStart) / 1e9;
    Scores scores = round.scores();
    return String.format(
        Locale.ROOT,
        "%s epoch %d/%d round %d/%d  %.1f images/s  loss %s  ETA %s",
        name,
        epoch,
        epochs,
        round.number(),
        round.rounds(),
        scores.perception().examples() / seconds,
        losses(scores),
        clock(eta.seconds(round)));
  }

  /** Attention + perception branch, as in Eq. 3; a baseline has one. */
  private static String losses(Scores scores) {
    BranchScores attention = scores.attention();
    String perception = String.format(Locale.ROOT, "%.3f", scores.perception().meanLoss());
    return attention.examples() == 0
        ? perception
        : String.format(Locale.ROOT, "%.3f + %s", attention.meanLoss(), perception);
  }

  void endEpoch(EpochMetrics metrics, long peakBytes) {
    eta.endEpoch(System.nanoTime());
    String memory =
        peakBytes == 0 ? "" : String.format(Locale.ROOT, "  peak %.2f GiB", peakBytes / GIB);
    out.printf(
        Locale.ROOT,
        "%s%s epoch %d/%d  %s  %.1f images/s  %s%s%n",
        terminal ? CLEAR_LINE : "",
        name,
        metrics.epoch(),
        epochs,
        errors(metrics),
        metrics.imagesPerSecond(),
        clock(metrics.seconds()),
        memory);
  }

  private static String errors(EpochMetrics metrics) {
    Double attention = metrics.attentionHead1Error();
    int attributes = metrics.attributeAccuracies().size();
    return String.format(
        Locale.ROOT,
        "train error %.2f %%  test error %.2f %%%s%s",
        metrics.trainTop1Error(),
        metrics.testTop1Error(),
        attention == null ? "" : String.format(Locale.ROOT, " (attention %.2f %%)", attention),
        attributes == 0 ? "" : ", mean of " + attributes + " attributes");
  }

  private static String clock(double seconds) {
    long whole = Math.round(seconds);
    return String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
  }
}
