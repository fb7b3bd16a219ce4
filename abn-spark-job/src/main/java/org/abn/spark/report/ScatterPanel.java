package org.abn.spark.report;

import java.util.List;
import java.util.stream.IntStream;
import org.abn.model.tsne.Embedding;

/**
 * One embedding of several that are drawn side by side.
 *
 * @param title what was embedded, such as {@code ABN, before the attention mechanism}
 * @param points at least one; where they overlap, the later is seen
 */
public record ScatterPanel(String title, List<ScatterPoint> points) {

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there is no point
   */
  public ScatterPanel {
    points = List.copyOf(points);
    if (points.isEmpty()) {
      throw new IllegalArgumentException(title + ": a panel must have a point");
    }
  }

  /**
   * What t-SNE found.
   *
   * @param labels one a point
   * @throws IllegalArgumentException if there are more or fewer labels than points
   */
  public static ScatterPanel of(String title, Embedding embedding, List<Integer> labels) {
    double[][] points = embedding.points();
    if (points.length != labels.size()) {
      throw new IllegalArgumentException(
          "%s: %s labels are not one for each of %s points"
              .formatted(title, labels.size(), points.length));
    }
    return new ScatterPanel(
        title,
        IntStream.range(0, points.length)
            .mapToObj(i -> new ScatterPoint(points[i][0], points[i][1], labels.get(i)))
            .toList());
  }
}
