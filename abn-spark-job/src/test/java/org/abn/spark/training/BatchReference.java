package org.abn.spark.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a mini-batch; executors read its records from the shards themselves.
 *
 * @param epoch from 0
 * @param worker logical worker, from 0
 * @param index of the mini-batch among the worker's of the epoch, from 0
 */
record BatchReference(int epoch, int worker, int index) {

  private static final Pattern FORM = Pattern.compile("epoch=(\\d+)/worker=(\\d+)/batch=(\\d+)");

  /** The references of a worker's epoch, in order. */
  static List<String> all(int epoch, int worker, int count) {
    List<String> references = new ArrayList<>(count);
    for (int index = 0; index < count; index++) {
      references.add(new BatchReference(epoch, worker, index).toString());
    }
    return references;
  }

  static BatchReference parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "a mini-batch is named epoch=E/worker=W/batch=B, not \"%s\"".formatted(text));
    }
    return new BatchReference(
        Integer.parseInt(parts.group(1)),
        Integer.parseInt(parts.group(2)),
        Integer.parseInt(parts.group(3)));
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "epoch=%d/worker=%d/batch=%d", epoch, worker, index);
  }
}
