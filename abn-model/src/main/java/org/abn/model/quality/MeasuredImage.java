package org.abn.model.quality;

import java.io.Serializable;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What was measured of one image's map.
 *
 * @param id of the image
 * @param label its true class
 * @param values by measure, in its order; NaN where it is undefined, such as a rank correlation
 *     with a map that is the same everywhere; none of a measure that was not taken
 */
public record MeasuredImage(String id, int label, Map<Measure, Double> values)
    implements Serializable {

  /** Copies the values. */
  public MeasuredImage {
    var copy = new EnumMap<Measure, Double>(Measure.class);
    copy.putAll(values);
    values = Collections.unmodifiableMap(copy);
  }

  /** An image of whose map nothing has been measured yet. */
  public static MeasuredImage of(String id, int label) {
    return new MeasuredImage(id, label, Map.of());
  }

  /** With a value more. */
  public MeasuredImage with(Measure measure, double value) {
    var more = new EnumMap<Measure, Double>(Measure.class);
    more.putAll(values);
    more.put(measure, value);
    return new MeasuredImage(id, label, more);
  }

  /** With what perturbations gave. */
  public MeasuredImage with(Perturbed perturbed) {
    return with(Measure.DELETION, perturbed.deletion().area())
        .with(Measure.INSERTION, perturbed.insertion().area())
        .with(Measure.ROAD, perturbed.road());
  }

  /** Whether the measure was taken and gave a number. */
  boolean defines(Measure measure) {
    return values.containsKey(measure) && !values.get(measure).isNaN();
  }
}
