package org.abn.spark.results;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.abn.spark.training.BranchScores;
import org.abn.spark.training.Round;
import org.apache.hadoop.fs.Path;

/**
 * The rows of {@code metrics/rounds.csv}, one an averaging round: images, mean losses over them (of
 * a baseline no attention branch's), and the milliseconds of the round's parts.
 */
public final class RoundRows {

  private static final String HEADER =
      "epoch,round,images,loss_attention,loss_perception,fetch_ms,data_ms,train_ms,waiting_ms,"
          + "exchange_ms";

  private final RunFiles files;
  private final Path path;
  private final List<Row> rows = new ArrayList<>();

  private RoundRows(RunFiles files, Path path) {
    this.files = files;
    this.path = path;
  }

  /** A line, and which round it is of. */
  private record Row(int epoch, int round, String line) {
    static Row parse(String line) {
      String[] fields = line.split(",", 3);
      return new Row(Integer.parseInt(fields[0]), Integer.parseInt(fields[1]), line);
    }

    boolean isBefore(int otherEpoch, int otherRound) {
      return epoch < otherEpoch || (epoch == otherEpoch && round < otherRound);
    }
  }

  /** Those that are there of what is done: whole epochs, and rounds of the next. */
  static RoundRows read(RunFiles files, Path path, int epochs, int rounds) throws IOException {
    RoundRows known = new RoundRows(files, path);
    if (files.storage().exists(path)) {
      files
          .readText(path)
          .lines()
          .skip(1)
          .map(Row::parse)
          .filter(row -> row.isBefore(epochs + 1, rounds + 1))
          .forEach(known.rows::add);
    }
    return known;
  }

  /**
   * Adds a row in place of those of later rounds, where an epoch has begun again. It is written
   * with the others of its epoch.
   *
   * @param epoch from 1
   */
  public void add(int epoch, Round round) {
    while (!rows.isEmpty() && !rows.get(rows.size() - 1).isBefore(epoch, round.number())) {
      rows.remove(rows.size() - 1);
    }
    rows.add(new Row(epoch, round.number(), line(epoch, round)));
  }

  private static String line(int epoch, Round round) {
    var times = round.times();
    return String.format(
        Locale.ROOT,
        "%d,%d,%d,%s,%s,%.1f,%.1f,%.1f,%.1f,%.1f",
        epoch,
        round.number(),
        round.own().perception().examples(),
        loss(round.own().attention()),
        loss(round.own().perception()),
        times.fetch(),
        times.data(),
        times.train(),
        times.waiting(),
        times.exchange());
  }

  private static String loss(BranchScores scores) {
    return scores.examples() == 0 ? "" : String.format(Locale.ROOT, "%.6g", scores.meanLoss());
  }

  /** Writes the file anew. */
  public void write() throws IOException {
    files.writeText(
        path,
        HEADER + "\n" + String.join("", rows.stream().map(row -> row.line() + "\n").toList()));
  }
}
