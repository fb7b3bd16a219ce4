package org.abn.spark.results;

import java.io.IOException;
import java.util.List;

/** {@code figure-6.csv}: where t-SNE has drawn images. */
public final class EmbeddingTable {

  private static final List<String> COLUMNS = List.of("image", "label", "network", "x", "y");

  private EmbeddingTable() {}

  /**
   * A line.
   *
   * @param image id of its record
   * @param label name of its class
   * @param network whose features
   * @param x to the right, in a unit that means nothing
   * @param y upwards, in the same unit
   */
  public record Point(String image, String label, String network, double x, double y) {}

  /** The whole file. */
  public static String csv(List<Point> points) throws IOException {
    return Csv.text(COLUMNS, points.stream().<List<?>>map(EmbeddingTable::row).toList());
  }

  private static List<?> row(Point point) {
    return List.of(
        point.image, point.label, point.network, Csv.number(point.x), Csv.number(point.y));
  }
}
