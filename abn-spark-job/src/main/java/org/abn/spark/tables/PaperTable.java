package org.abn.spark.tables;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/**
 * One of the tables of Fukui et al. 2019.
 *
 * @param number 1 to 4
 * @param caption what it compares
 * @param measure what its figures are
 * @param cells by system, then by column
 * @param notes what a reader of its figures must know
 */
public record PaperTable(
    int number, String caption, Measure measure, List<PaperFigure> cells, List<String> notes) {

  private static final String FIGURES = "paper-tables.csv";

  private static final String WIDE =
      "Wide ResNet: the paper's text says 28-4. Its baseline's 4.00 and 19.25 are what Zagoruyko"
          + " and Komodakis 2016 print for 28-10, and the authors' recipe and log are 28-10's; so"
          + " the figures stand with 28-10, and 28-4 is trained beside it.";
  private static final String STARTING_CODE =
      "\"Starting code\" is the public README of the code that the authors started from, which has"
          + " no attention branch. Its baselines of Wide ResNet and ResNeXt are better on CIFAR"
          + " than those that the paper compares with, and undo its gains there. Whether its"
          + " figures are of the last or the best epoch is not said; it trains Wide ResNet for 200"
          + " epochs.";
  private static final String BEST =
      "The paper printed for CIFAR-100 the epoch that is best on the test set, which flatters: its"
          + " log of ResNet110 with ABN ends at 23.03. Our headline is the last epoch.";
  private static final String BRACKETS =
      "A star marks what the authors trained again themselves. Differences are to the same network"
          + " without attention, ours to ours.";

  /** All four. */
  public static List<PaperTable> all() {
    List<PaperFigure> cells = published();
    return List.of(
        new PaperTable(
            1, "Attention mechanisms on CIFAR100", Measure.ERROR, of(1, cells), List.of(BEST)),
        new PaperTable(
            2,
            "CIFAR10, CIFAR100, SVHN and ImageNet",
            Measure.ERROR,
            of(2, cells),
            List.of(BRACKETS, WIDE, STARTING_CODE, BEST)),
        new PaperTable(
            3, "Car models and makers on CompCars", Measure.ACCURACY, of(3, cells), List.of()),
        new PaperTable(
            4,
            "Facial attributes on CelebA",
            Measure.ACCURACY,
            of(4, cells),
            List.of(
                "Odds: on how many of the 40 attributes the ABN is better. Ours compare with the"
                    + " published figures by attribute, those of MOON taken from elsewhere and not"
                    + " verified.")));
  }

  private static List<PaperFigure> of(int table, List<PaperFigure> cells) {
    return cells.stream().filter(cell -> cell.table() == table).toList();
  }

  private static List<PaperFigure> published() {
    return records(FIGURES).map(PaperTable::cell).toList();
  }

  /** The lines of a table among the resources. */
  static Stream<CSVRecord> records(String resource) {
    try (Reader in =
        new InputStreamReader(
            PaperTable.class.getResourceAsStream(resource), StandardCharsets.UTF_8)) {
      CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).build();
      return format.parse(in).getRecords().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PaperFigure cell(CSVRecord line) {
    return new PaperFigure(
        Integer.parseInt(line.get("table")),
        text(line, "row"),
        line.get("system"),
        line.get("column"),
        text(line, "conf"),
        number(line, "published"),
        line.get("reimplemented").equals("*"),
        number(line, "starting_code"));
  }

  private static Optional<String> text(CSVRecord line, String column) {
    return Optional.of(line.get(column)).filter(text -> !text.isEmpty());
  }

  private static Double number(CSVRecord line, String column) {
    return text(line, column).map(Double::valueOf).orElse(null);
  }

  /** Its columns, in their order. */
  List<String> columns() {
    return cells.stream().map(PaperFigure::column).distinct().toList();
  }

  /** Its systems, in their order. */
  List<String> systems() {
    return cells.stream().map(PaperFigure::system).distinct().toList();
  }

  /** The figure that a configuration is of. */
  public Optional<PaperFigure> cellOf(String conf) {
    return cells.stream().filter(cell -> cell.conf().filter(conf::equals).isPresent()).findFirst();
  }
}
