package org.abn.spark.tables;

import java.util.Locale;

/** FigureText as they are written in tables, on pages and on the console. */
public final class FigureText {

  private static final String NOTHING = "–";

  private FigureText() {}

  /** Such as 30.46. */
  public static String figure(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  /** With a sign, minus as the paper has it. */
  public static String signed(double value) {
    String text = String.format(Locale.ROOT, "%+.2f", value);
    return text.equals("-0.00") ? "+0.00" : text.replace('-', '−');
  }

  /** Such as 30.46 ± 0.21; a dash without. */
  public static String mean(Statistics figures) {
    if (figures == null) {
      return NOTHING;
    }
    return figures.deviation() == null
        ? figure(figures.mean())
        : figure(figures.mean()) + " ± " + figure(figures.deviation());
  }

  /** Such as 30.10 to 30.82; a dash of fewer than two seeds. */
  public static String interval(Statistics figures) {
    if (figures == null || figures.interval() == null) {
      return NOTHING;
    }
    return figure(figures.mean() - figures.interval())
        + " to "
        + figure(figures.mean() + figures.interval());
  }

  /** Such as −1.01, p = 0.02. */
  public static String difference(Difference difference) {
    if (difference.pValue() == null) {
      return signed(difference.value());
    }
    String p =
        difference.pValue() < 0.001
            ? "p < 0.001"
            : String.format(Locale.ROOT, "p = %.2g", difference.pValue());
    return signed(difference.value()) + ", " + p;
  }

  /** Such as 12 of 60 (recipe 300). */
  public static String epochs(TableLine.Progress progress) {
    String text = progress.epochs() + " of " + progress.asked();
    return progress.asked() == progress.recipe()
        ? text
        : text + " (recipe " + progress.recipe() + ")";
  }

  /** How far our runs are, such as "after 12 of 300 epochs", and what hinders them. */
  public static String state(TableLine line) {
    TableLine.Progress progress = line.progress();
    return switch (line.state()) {
      case DONE -> "done";
      case UNFINISHED ->
          progress.epochs() == 0
              ? "not begun"
              : progress.epochs() == progress.asked()
                  ? "seeds to do"
                  : "after " + progress.epochs() + " of " + progress.asked() + " epochs";
      case FAILED -> "failed: " + line.problem();
      case NO_DATA -> "no data";
    };
  }

  /** The first digits of a checksum, and what is said of it; a dash without. */
  public static String hash(String hash) {
    return hash == null ? NOTHING : hash.replaceFirst("^(\\w{12})\\w*", "$1");
  }

  /** With a capital letter, as a sentence begins. */
  public static String capitalised(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  /** Such as 1.73 M. */
  public static String millions(long number) {
    return String.format(Locale.ROOT, "%,.2f M", number / 1e6);
  }
}
