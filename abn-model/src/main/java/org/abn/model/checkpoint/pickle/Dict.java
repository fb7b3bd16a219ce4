package org.abn.model.checkpoint.pickle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Python's {@code dict}, and {@code OrderedDict}: keys are text, numbers or {@code None}. */
public final class Dict {

  private static final int LONGEST_KEY = 1000;

  private final Map<Object, Object> items = new LinkedHashMap<>();

  /** An empty one. */
  Dict() {}

  /**
   * {@code OrderedDict()}, and {@code OrderedDict([[key, value], ...])} as Python 2 pickles it.
   *
   * @throws InvalidPickleException where the arguments are others
   */
  public static Dict of(Arguments arguments) {
    Dict dict = new Dict();
    if (arguments.size() > 0) {
      List<?> pairs = arguments.at(0, ArrayList.class);
      pairs.forEach(pair -> dict.put(Arguments.of(pair)));
      // A pickle that gave the same list again and again could multiply them.
      pairs.clear();
    }
    return dict;
  }

  private void put(Arguments pair) {
    put(pair.at(0, Object.class), pair.at(1, Object.class));
  }

  /** Keys are compared often: a long one takes time, a tuple that contains itself forever. */
  void put(Object key, Object value) {
    if (!isScalar(key)) {
      throw new InvalidPickleException(
          "a dict's key must be a number or a str of at most %d characters, cannot be: %s"
              .formatted(LONGEST_KEY, PythonType.of(key)));
    }
    items.put(key, value);
  }

  private static boolean isScalar(Object key) {
    return key instanceof String text
        ? text.length() <= LONGEST_KEY
        : key instanceof Number || key instanceof Boolean || key == None.NONE;
  }

  /** What a key stands for; empty where it is nothing of this type. */
  public <T> Optional<T> get(Object key, Class<T> type) {
    return isScalar(key)
        ? Optional.ofNullable(items.get(key)).filter(type::isInstance).map(type::cast)
        : Optional.empty();
  }

  /** The list or tuple that a key stands for; empty where it is none. */
  public List<?> list(Object key) {
    return get(key, List.class).orElse(List.of());
  }

  /** Keys and values in their order. */
  public Set<Map.Entry<Object, Object>> entries() {
    return Collections.unmodifiableMap(items).entrySet();
  }
}
