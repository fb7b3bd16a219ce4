package org.abn.spark.training;

import java.io.Serializable;
import java.util.function.IntFunction;

/**
 * A network's state as one vector, parameters before momentum, cut into slices of about equal
 * length that are averaged apart.
 *
 * @param parameters values of them
 * @param momentum values of it
 * @param count of slices, at least 1
 */
record Slices(int parameters, int momentum, int count) implements Serializable {

  /** The same state as one slice. */
  Slices whole() {
    return new Slices(parameters, momentum, 1);
  }

  private long start(int slice) {
    return ((long) parameters + momentum) * slice / count;
  }

  /** A slice of a state. */
  float[] cut(ModelState state, int slice) {
    long from = start(slice);
    float[] values = new float[(int) (start(slice + 1) - from)];
    copy(state.parameters(), 0, values, from, true);
    copy(state.momentum(), parameters, values, from, true);
    return values;
  }

  /** The state of its slices. */
  ModelState join(IntFunction<float[]> slices) {
    ModelState state = new ModelState(new float[parameters], new float[momentum]);
    for (int slice = 0; slice < count; slice++) {
      float[] values = slices.apply(slice);
      copy(state.parameters(), 0, values, start(slice), false);
      copy(state.momentum(), parameters, values, start(slice), false);
    }
    return state;
  }

  /** Copies what a part of the vector and a slice have in common, into the slice or out of it. */
  private static void copy(
      float[] part, long partStart, float[] slice, long sliceStart, boolean intoSlice) {
    long from = Math.max(partStart, sliceStart);
    int length = (int) (Math.min(partStart + part.length, sliceStart + slice.length) - from);
    if (length > 0) {
      int inPart = (int) (from - partStart);
      int inSlice = (int) (from - sliceStart);
      if (intoSlice) {
        System.arraycopy(part, inPart, slice, inSlice, length);
      } else {
        System.arraycopy(slice, inSlice, part, inPart, length);
      }
    }
  }
}
