package org.abn.spark.tables;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.abn.data.InvalidDataException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/**
 * What finished configurations gave, night by night: a line where it is another than the last.
 *
 * @param lines the oldest first
 */
public record History(List<Line> lines) {

  private static final String[] HEADER = {
    "date",
    "conf",
    "epochs",
    "seeds",
    "top1_error",
    "deviation",
    "test_images",
    "manifest_sha256",
    "git_commit"
  };
  private static final double FACTOR = 2; // standard errors: one in twenty is farther by chance

  /**
   * What a configuration gave.
   *
   * @param date ISO 8601
   * @param conf such as {@code cifar100/abn-resnet20}
   * @param epochs of each run
   * @param seeds how many runs
   * @param error mean top-1 error after the last epoch, in percent
   * @param deviation over the seeds; null of one
   * @param testImages that it was measured on; 0 where that is not known
   * @param manifestSha256 of the data
   * @param gitCommit of the program
   */
  public record Line(
      String date,
      String conf,
      int epochs,
      int seeds,
      double error,
      Double deviation,
      int testImages,
      String manifestSha256,
      String gitCommit) {

    private boolean isAsBefore(Line other) {
      return new Line(
              other.date,
              conf,
              epochs,
              seeds,
              error,
              deviation,
              testImages,
              manifestSha256,
              gitCommit)
          .equals(other);
    }

    /**
     * The standard deviation of one run: over the seeds, or of one seed, what drawing so many test
     * images makes.
     */
    private double deviationOfARun() {
      if (deviation != null) {
        return deviation;
      }
      return testImages == 0 ? 0 : Math.sqrt(error * (100 - error) / testImages);
    }
  }

  /** Copies the list. */
  public History {
    lines = List.copyOf(lines);
  }

  /**
   * Reads it.
   *
   * @param file where it is from
   * @throws InvalidDataException where it is not as this version writes it
   */
  public static History parse(String file, String text) {
    try (var csv = CSVFormat.DEFAULT.parse(new StringReader(text))) {
      List<CSVRecord> records = csv.getRecords();
      if (records.isEmpty() || !Arrays.equals(records.get(0).values(), HEADER)) {
        throw InvalidDataException.of(
            "%s: line 1: expected the columns %s; another version wrote it, move it away",
            file, String.join(",", HEADER));
      }
      return new History(
          records.subList(1, records.size()).stream().map(line -> line(file, line)).toList());
    } catch (IOException | UncheckedIOException e) {
      throw new InvalidDataException(file + ": is no CSV: " + e.getMessage(), e);
    }
  }

  private static Line line(String file, CSVRecord line) {
    try {
      if (line.size() != HEADER.length) {
        throw new NumberFormatException(line.size() + " columns");
      }
      return new Line(
          line.get(0),
          line.get(1),
          Integer.parseInt(line.get(2)),
          Integer.parseInt(line.get(3)),
          Double.parseDouble(line.get(4)),
          line.get(5).isEmpty() ? null : Double.valueOf(line.get(5)),
          Integer.parseInt(line.get(6)),
          line.get(7),
          line.get(8));
    } catch (NumberFormatException e) {
      throw InvalidDataException.of(
          "%s: line %d: expected a line of %s, found %s",
          file, line.getRecordNumber(), String.join(",", HEADER), String.join(",", line.values()));
    }
  }

  /** With what is new. */
  public History with(List<Line> now) {
    List<Line> all = new ArrayList<>(lines);
    for (Line line : now) {
      if (last(line.conf).filter(line::isAsBefore).isEmpty()) {
        all.add(line);
      }
    }
    return new History(all);
  }

  private Optional<Line> last(String conf) {
    return lines.stream().filter(line -> line.conf.equals(conf)).reduce((a, b) -> b);
  }

  /** A sentence for each that differs from the time before by more than seeds do. */
  public List<String> warnings(List<Line> now) {
    return now.stream()
        .flatMap(
            line ->
                last(line.conf)
                    .filter(before -> before.epochs == line.epochs)
                    .filter(before -> differ(before, line))
                    .map(before -> warning(before, line))
                    .stream())
        .toList();
  }

  private static boolean differ(Line a, Line b) {
    double deviation = Math.max(a.deviationOfARun(), b.deviationOfARun());
    double standardError = deviation * Math.sqrt(1.0 / a.seeds + 1.0 / b.seeds);
    return Math.abs(a.error - b.error) > FACTOR * standardError;
  }

  private static String warning(Line before, Line now) {
    List<String> changed = new ArrayList<>();
    if (!before.manifestSha256.equals(now.manifestSha256)) {
      changed.add("the data");
    }
    if (!before.gitCommit.equals(now.gitCommit)) {
      changed.add("the program");
    }
    return String.format(
        Locale.ROOT,
        "%s: top-1 error %.2f %%, on %s it was %.2f %%: more than seeds differ; since then %s",
        now.conf,
        now.error,
        before.date,
        before.error,
        changed.isEmpty()
            ? "neither data nor program have changed"
            : String.join(" and ", changed) + " changed");
  }

  /** As {@link #parse} reads it. */
  public String csv() {
    var text = new StringBuilder();
    CSVFormat format =
        CSVFormat.DEFAULT.builder().setHeader(HEADER).setRecordSeparator('\n').build();
    try (var csv = new CSVPrinter(text, format)) {
      for (Line line : lines) {
        csv.printRecord(
            line.date,
            line.conf,
            line.epochs,
            line.seeds,
            line.error,
            line.deviation,
            line.testImages,
            line.manifestSha256,
            line.gitCommit);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
