package org.abn.model.checkpoint.pickle;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Python's {@code dict}, and {@code OrderedDict}. What is found by its key is what has a text, a
 * number or {@code None} for one.
 */
public final class Dict {

  private static final int LONGEST_KEY = 1000;

  private final Map<Object, Object> items = new LinkedHashMap<>();

  /** An empty one. */
  public Dict() {}

  /** A key that is equal to nothing but itself. */
  private static final class OtherKey {

    private final String type;

    private OtherKey(Object key) {
      type = PythonType.of(key);
    }

    @Override
    public String toString() {
      return "key of type " + type;
    }
  }

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

  /**
   * Puts an item in, in place of one of an equal key. Keys are compared often: a long one takes
   * time, a tuple that contains itself forever. Such a key is equal to none.
   */
  public void put(Object key, Object value) {
    items.put(isScalar(key) ? key : new OtherKey(key), value);
  }

  private static boolean isScalar(Object key) {
    if (key instanceof String text) {
      return text.length() <= LONGEST_KEY;
    }
    return key instanceof BigInteger number
        ? number.bitLength() <= LONGEST_KEY
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
