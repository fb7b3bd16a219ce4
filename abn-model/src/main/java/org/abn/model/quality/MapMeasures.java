package org.abn.model.quality;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What was measured of the maps that one method draws, by image. However the images are split and
 * merged, the same ones make the same object, and so the same figures to the bit.
 *
 * @param images by id
 */
public record MapMeasures(List<MeasuredImage> images) implements Serializable {

  /**
   * Sorts the images.
   *
   * @throws IllegalArgumentException if one is there twice
   */
  public MapMeasures {
    images = images.stream().sorted(Comparator.comparing(MeasuredImage::id)).toList();
    for (int i = 1; i < images.size(); i++) {
      if (images.get(i).id().equals(images.get(i - 1).id())) {
        throw new IllegalArgumentException(
            "an image must be measured once, cannot be there twice: " + images.get(i).id());
      }
    }
  }

  /** Those of other images too. */
  public MapMeasures merge(MapMeasures others) {
    return new MapMeasures(Stream.concat(images.stream(), others.images.stream()).toList());
  }

  /**
   * The figure of a measure.
   *
   * @return empty if it is defined for no image
   */
  public Optional<MeasureSummary> summary(Measure measure, Bootstrap bootstrap) {
    List<MeasuredImage> counted = images.stream().filter(image -> image.defines(measure)).toList();
    if (counted.isEmpty()) {
      return Optional.empty();
    }
    double[] values = counted.stream().mapToDouble(image -> image.values().get(measure)).toArray();
    int[] labels = counted.stream().mapToInt(MeasuredImage::label).toArray();
    boolean byClass = measure.isByClass();
    return Optional.of(
        new MeasureSummary(
            measure,
            byClass ? Bootstrap.classMean(values, labels) : Bootstrap.mean(values),
            byClass ? bootstrap.ofClassMean(values, labels) : bootstrap.ofMean(values),
            counted.size(),
            undefined(measure)));
  }

  /** For how many images a measure was taken and gave no number. */
  public int undefined(Measure measure) {
    return (int)
        images.stream()
            .filter(image -> image.values().containsKey(measure) && !image.defines(measure))
            .count();
  }

  /**
   * Hits and misses of the pointing game.
   *
   * @return by class; none of a class without a defined result
   */
  public SortedMap<Integer, Hits> hits() {
    var hits = new TreeMap<Integer, Hits>();
    for (MeasuredImage image : images) {
      if (image.defines(Measure.POINTING_GAME)) {
        int hit = image.values().get(Measure.POINTING_GAME) > 0 ? 1 : 0;
        hits.merge(image.label(), new Hits(hit, 1 - hit), Hits::plus);
      }
    }
    return hits;
  }

  /**
   * Of the pointing game, in one class.
   *
   * @param hits images whose map points at the object
   * @param misses the other ones
   */
  public record Hits(int hits, int misses) {

    private Hits plus(Hits others) {
      return new Hits(hits + others.hits, misses + others.misses);
    }
  }
}
