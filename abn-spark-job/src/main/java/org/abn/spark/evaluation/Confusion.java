package org.abn.spark.evaluation;

import java.io.Serializable;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How often images of a class were taken for another. Of a thousand classes nearly all cells are
 * empty, and tasks send this to the driver: only those are kept that are not.
 *
 * @param cells by true, then by predicted class
 */
public record Confusion(SortedMap<Cell, Long> cells) implements Serializable {

  /** Copies the map. */
  public Confusion {
    cells = Collections.unmodifiableSortedMap(new TreeMap<>(cells));
  }

  /**
   * A true and a predicted class.
   *
   * @param trueClass from 0
   * @param predicted from 0
   */
  public record Cell(int trueClass, int predicted) implements Comparable<Cell>, Serializable {

    private static final Comparator<Cell> ORDER =
        Comparator.comparingInt(Cell::trueClass).thenComparingInt(Cell::predicted);

    @Override
    public int compareTo(Cell other) {
      return ORDER.compare(this, other);
    }
  }

  static Confusion of(int trueClass, int predicted) {
    return new Confusion(new TreeMap<>(Map.of(new Cell(trueClass, predicted), 1L)));
  }

  Confusion plus(Confusion other) {
    SortedMap<Cell, Long> both = new TreeMap<>(cells);
    other.cells.forEach((cell, count) -> both.merge(cell, count, Long::sum));
    return new Confusion(both);
  }

  /** How many images of a class there are. */
  public long images(int trueClass) {
    return cells.subMap(new Cell(trueClass, 0), new Cell(trueClass + 1, 0)).values().stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  /** How many images were taken for a class. */
  public long predicted(int asClass) {
    return cells.entrySet().stream()
        .filter(cell -> cell.getKey().predicted() == asClass)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** How many images of a class were told right. */
  public long correct(int trueClass) {
    return cells.getOrDefault(new Cell(trueClass, trueClass), 0L);
  }

  /** Share of the images of a class that were taken for another, in percent; NaN without images. */
  public double error(int trueClass) {
    long images = images(trueClass);
    return 100.0 * (images - correct(trueClass)) / images;
  }

  /** Share of what was taken for a class that is of it, in percent; NaN where nothing was. */
  public double precision(int asClass) {
    return 100.0 * correct(asClass) / predicted(asClass);
  }
}
