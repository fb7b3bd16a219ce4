package org.abn.model.checkpoint.pickle;

import java.math.BigInteger;

/**
 * A number in decimal digits, as early protocols have them.
 *
 * @param text the line without its end
 */
record NumberLine(String text) {

  /** A whole number, or what protocol 1 has for a bool. */
  Object integerOrBool() {
    return switch (text) {
      case "00" -> false;
      case "01" -> true;
      default -> integer();
    };
  }

  /** A whole number, with an L behind or without. */
  Number integer() {
    String digits = text.endsWith("L") ? text.substring(0, text.length() - 1) : text;
    try {
      return narrowed(new BigInteger(digits));
    } catch (NumberFormatException e) {
      throw new InvalidPickleException("expected a whole number");
    }
  }

  /** What a value is memoized as. */
  long place() {
    if (integer() instanceof Long place) {
      return place;
    }
    throw new InvalidPickleException("expected a whole number of at most 64 bits");
  }

  /** A floating-point number as Python prints it. */
  double real() {
    return switch (text) {
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      case "nan" -> Double.NaN;
      default -> parsed();
    };
  }

  private double parsed() {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new InvalidPickleException("expected a number");
    }
  }

  /** A {@code Long} where it fits. */
  static Number narrowed(BigInteger value) {
    return value.bitLength() < Long.SIZE ? (Number) value.longValue() : value;
  }
}
