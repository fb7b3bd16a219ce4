package org.abn.model.checkpoint.pickle;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What Python calls the types that a pickle's values have here. */
public final class PythonType {

  /** From the special to the general. */
  private static final List<Map.Entry<Class<?>, String>> NAMES =
      List.of(
          Map.entry(String.class, "str"),
          Map.entry(Long.class, "int"),
          Map.entry(BigInteger.class, "int"),
          Map.entry(Double.class, "float"),
          Map.entry(Boolean.class, "bool"),
          Map.entry(byte[].class, "bytes"),
          Map.entry(Dict.class, "dict"),
          Map.entry(ArrayList.class, "list"),
          Map.entry(List.class, "tuple"),
          Map.entry(Constructor.class, "function"));

  /** More than any module and class have, and less than would take time to put together often. */
  private static final int LONGEST_NAME = 512;

  private PythonType() {}

  /**
   * @throws InvalidPickleException where the value is of another type
   */
  static <T> T cast(Object value, Class<T> type) {
    if (!type.isInstance(value)) {
      throw new InvalidPickleException(
          "expected %s, found: %s".formatted(name(type, due -> due == type), of(value)));
    }
    return type.cast(value);
  }

  /** The name of a class or function with its module. */
  static String qualified(String module, String name) {
    return module.length() + name.length() < LONGEST_NAME ? module + "." + name : "a long name";
  }

  /** What Python would call the value's type. */
  public static String of(Object value) {
    return value instanceof Placeholder
        ? value.toString()
        : name(value.getClass(), type -> type.isInstance(value));
  }

  private static String name(Class<?> type, Predicate<Class<?>> matches) {
    return NAMES.stream()
        .filter(entry -> matches.test(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseGet(type::getSimpleName);
  }
}
