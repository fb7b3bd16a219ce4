package org.abn.spark.report;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What the paper's authors wrote of their own training, from their public repository.
 *
 * @param testErrors top-1, in percent, of the epochs from 1 on
 */
record AuthorsCurve(List<Double> testErrors) {
  private static final int ACCURACY = 4; // the column "Valid Acc."
  private static final double ALL = 100;

  /** Of a network on a dataset, by our names; empty of most. */
  static Optional<AuthorsCurve> of(String dataset, String network) {
    String file = "authors/" + dataset + "-" + network + ".tsv";
    if (AuthorsCurve.class.getResource(file) == null) {
      return Optional.empty();
    }
    List<Double> errors =
        Resources.text(file)
            .lines()
            .skip(1)
            .map(line -> ALL - Double.parseDouble(line.split("\t", -1)[ACCURACY]))
            .toList();
    return Optional.of(new AuthorsCurve(errors));
  }

  /** Of the last epoch. */
  double last() {
    return testErrors.get(testErrors.size() - 1);
  }

  /** The epoch of the least error, from 1. */
  int best() {
    return IntStream.range(0, testErrors.size())
            .boxed()
            .min(Comparator.comparing(testErrors::get))
            .orElseThrow()
        + 1;
  }

  Curve curve() {
    return new Curve("authors' log, test", testErrors);
  }
}
