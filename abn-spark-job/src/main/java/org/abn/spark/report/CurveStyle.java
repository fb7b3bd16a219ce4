package org.abn.spark.report;

import java.util.List;

/**
 * How a curve looks. Colours are told apart by people who are blind to some, on white and on black;
 * and no two curves of a chart that have one colour have one dash too.
 *
 * @param light its colour on a light page
 * @param dark its colour on a dark page
 * @param dash lengths of strokes and gaps, in pixels; none for a line without gaps
 */
public record CurveStyle(String light, String dark, List<Integer> dash) {

  // Okabe and Ito's, darker or lighter until they have a contrast of 4.5 to the page.
  private static final List<String> LIGHT =
      List.of("#0b63ad", "#b84a00", "#00735a", "#9c3f7a", "#4d5561", "#806200");
  private static final List<String> DARK =
      List.of("#6cb6ff", "#ff9b5e", "#4fd0a6", "#f08cc6", "#b4bcc8", "#e3c04b");
  private static final List<List<Integer>> DASHES =
      List.of(List.of(), List.of(8, 4), List.of(2, 3), List.of(10, 3, 2, 3), List.of(5, 2));

  /** The style of a chart's curve by its index. */
  static CurveStyle of(int index) {
    return new CurveStyle(
        LIGHT.get(index % LIGHT.size()),
        DARK.get(index % DARK.size()),
        DASHES.get(index % DASHES.size()));
  }
}
