package org.abn.model.picture;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as a caption says them. */
final class ThreeDigits {

  private static final double LEAST_PLAIN = 1e-3;
  private static final double MOST_PLAIN = 1e5;

  private ThreeDigits() {}

  /** A finite value with at most three significant digits, such as 0.51 or 1.23e-07. */
  static String of(float value) {
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros();
    double size = Math.abs(rounded.doubleValue());
    return size == 0 || (size >= LEAST_PLAIN && size < MOST_PLAIN)
        ? rounded.toPlainString()
        : String.format(Locale.ROOT, "%.2e", rounded);
  }
}
