package org.abn.spark.results;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.abn.data.InvalidDataException;
import org.abn.data.Publisher;
import org.abn.data.Storage;
import org.apache.commons.csv.CSVPrinter;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Where predictions go: a CSV file where the name ends in {@code .csv}, which is there when it is
 * whole; otherwise a directory of Parquet files, which is whole when it holds {@code _SUCCESS}.
 */
public final class PredictionFiles {

  private final Configuration hadoop;
  private final Path path;

  private PredictionFiles(Configuration hadoop, Path path) {
    this.hadoop = hadoop;
    this.path = path;
  }

  /**
   * A place for predictions.
   *
   * @throws InvalidDataException where something is there already
   */
  public static PredictionFiles at(Configuration hadoop, String uri) throws IOException {
    Path path = Storage.path(uri);
    FileSystem storage = Storage.of(hadoop, path);
    if (storage.exists(path)) {
      throw new InvalidDataException(path + ": is there already, choose another --predictions");
    }
    return new PredictionFiles(hadoop, storage.makeQualified(path));
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /**
   * Writes rows in their order: to CSV by way of the driver, which has those of one partition at a
   * time, and to Parquet on the executors, a file a partition.
   */
  public void write(JavaRDD<Row> rows, StructType schema) throws IOException {
    if (path.getName().endsWith(".csv")) {
      Publisher.of(hadoop, path)
          .file(path, out -> writeCsv(rows.toLocalIterator(), schema.fieldNames(), out));
    } else {
      SparkSession sql = SparkSession.builder().sparkContext(rows.context()).getOrCreate();
      sql.createDataFrame(rows, schema)
          .write()
          .option("compression", "gzip") // Spark's own, snappy, unpacks a library into /tmp
          .parquet(path.toString());
    }
  }

  private static void writeCsv(Iterator<Row> rows, String[] columns, OutputStream out)
      throws IOException {
    Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    CSVPrinter printer = Csv.FORMAT.print(text); // not closed: the stream is the publisher's
    printer.printRecord((Object[]) columns);
    while (rows.hasNext()) {
      Row row = rows.next();
      for (int i = 0; i < row.size(); i++) {
        printer.print(row.get(i));
      }
      printer.println();
    }
    printer.flush();
  }
}
