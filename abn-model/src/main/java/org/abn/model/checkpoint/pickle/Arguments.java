package org.abn.model.checkpoint.pickle;

import java.util.List;
import java.util.Locale;

/** A Python tuple whose items are taken out by place and type. */
public final class Arguments {

  private final List<?> items;

  private Arguments(List<?> items) {
    this.items = items;
  }

  /**
   * Views a tuple or list.
   *
   * @throws InvalidPickleException where the value is neither
   */
  public static Arguments of(Object value) {
    return new Arguments(PythonType.cast(value, List.class));
  }

  /** None at all. */
  public static Arguments none() {
    return new Arguments(List.of());
  }

  /** How many there are. */
  public int size() {
    return items.size();
  }

  /**
   * One of them.
   *
   * @param index from 0
   * @throws InvalidPickleException where there is none, or it is of another type
   */
  public <T> T at(int index, Class<T> type) {
    if (index >= size()) {
      throw new InvalidPickleException(
          String.format(Locale.ROOT, "expected more than %d items, found %d", index, size()));
    }
    return PythonType.cast(items.get(index), type);
  }

  /**
   * One of them, a tuple or list.
   *
   * @param index from 0
   */
  public Arguments tuple(int index) {
    return new Arguments(at(index, List.class));
  }

  /**
   * One of them, a short tuple of int, as shapes are.
   *
   * @param index from 0
   * @param most how long it may be
   */
  public long[] integers(int index, int most) {
    Arguments tuple = tuple(index);
    if (tuple.size() > most) {
      throw new InvalidPickleException(
          String.format(Locale.ROOT, "expected at most %d items, found %d", most, tuple.size()));
    }
    long[] integers = new long[tuple.size()];
    for (int i = 0; i < integers.length; i++) {
      integers[i] = tuple.at(i, Long.class);
    }
    return integers;
  }
}
