package org.abn.spark.results;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.abn.data.Storage;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** What a reproduction of the paper leaves beside its runs, on any file system of Hadoop's. */
public final class ReproductionDirectory implements AutoCloseable {

  private static final String TABLES = "tables";
  private static final String FIGURES = "figures";
  private static final String HISTORY = "history.csv";
  private static final String SEED = "seed-";
  private static final String RUNNING = "running";
  private static final String REPORT = "report.html";

  private final RunFiles files;
  private final Path path;
  private final RunLease lease;

  private ReproductionDirectory(RunFiles files, Path path, RunLease lease) {
    this.files = files;
    this.path = path;
    this.lease = lease;
  }

  /**
   * Takes a directory, in which nobody else reproduces until it is closed.
   *
   * @throws org.abn.data.InvalidDataException where another process does
   */
  public static ReproductionDirectory open(Configuration hadoop, String uri) throws IOException {
    Path path = Storage.path(uri);
    RunFiles files = new RunFiles(hadoop, path);
    return new ReproductionDirectory(files, path, RunLease.take(files, path));
  }

  /** Where the tables are. */
  public Path tables() {
    return new Path(path, TABLES);
  }

  /** Writes a file of {@code tables/}. */
  public void writeTable(String name, String text) throws IOException {
    files.writeText(new Path(tables(), name), text);
  }

  /** Writes a file of {@code tables/} as JSON. */
  public void writeTable(String name, Object value) throws IOException {
    files.writeJson(new Path(tables(), name), value);
  }

  /**
   * Writes a figure: {@code figures/figure-4.png}, with its CSV where it has one.
   *
   * @param png bytes of the picture
   * @return where the picture is
   */
  public Path writeFigure(FigureRecord figure, byte[] png, Optional<String> csv)
      throws IOException {
    Path picture = figureFile(figure.number(), "png");
    files.write(picture, out -> out.write(png));
    if (csv.isPresent()) {
      files.writeText(figureFile(figure.number(), "csv"), csv.get());
    }
    files.writeJson(figureFile(figure.number(), "json"), figure);
    return picture;
  }

  private Path figureFile(int number, String ending) {
    return new Path(new Path(path, FIGURES), "figure-" + number + "." + ending);
  }

  /**
   * A figure that was written, if it was.
   *
   * @throws org.abn.data.InvalidDataException where what is there is not as this program writes it
   */
  public Optional<StoredFigure> figure(int number) throws IOException {
    Path record = figureFile(number, "json");
    return files.storage().exists(record)
        ? Optional.of(
            new StoredFigure(
                files.readJson(record, FigureRecord.class),
                files.readBytes(figureFile(number, "png"))))
        : Optional.empty();
  }

  /** Writes {@code report.html}; gives where. */
  public Path writeReport(String html) throws IOException {
    Path report = new Path(path, REPORT);
    files.writeText(report, html);
    return report;
  }

  /** Notes which run is being trained, until {@link #isTrained()}. */
  public void training(String run) throws IOException {
    files.writeText(new Path(path, RUNNING), run + "\n");
  }

  /** Notes that none is being trained. */
  public void isTrained() throws IOException {
    files.storage().delete(new Path(path, RUNNING), false);
  }

  /** The run in whose training a process ended that could not say so, as for want of memory. */
  public Optional<String> interrupted() throws IOException {
    Path running = new Path(path, RUNNING);
    return files.storage().exists(running)
        ? Optional.of(files.readText(running).strip())
        : Optional.empty();
  }

  /** Where the history is. */
  public Path historyFile() {
    return new Path(tables(), HISTORY);
  }

  /** The text of {@code tables/history.csv}, if there is one. */
  public Optional<String> history() throws IOException {
    return files.storage().exists(historyFile())
        ? Optional.of(files.readText(historyFile()))
        : Optional.empty();
  }

  /** Writes {@code tables/history.csv}. */
  public void writeHistory(String text) throws IOException {
    files.writeText(historyFile(), text);
  }

  /** The seeds of a configuration's runs that have begun; {@code runs} is their directory. */
  public List<Long> seeds(String runs) throws IOException {
    Path directory = Storage.path(runs);
    TreeSet<Long> seeds = new TreeSet<>();
    if (files.storage().exists(directory)) {
      Arrays.stream(files.storage().listStatus(directory))
          .filter(FileStatus::isDirectory)
          .map(entry -> entry.getPath().getName())
          .filter(name -> name.matches(SEED + "\\d{1,18}"))
          .forEach(name -> seeds.add(Long.valueOf(name.substring(SEED.length()))));
    }
    return List.copyOf(seeds);
  }

  /** Lets others reproduce there. */
  @Override
  public void close() throws IOException {
    lease.close();
  }
}
