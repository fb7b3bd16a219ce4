package org.abn.spark.experiment;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A section of a configuration, read by key: a value of the wrong type, a missing one and an
 * unknown key are errors that say where. What was read is kept by its full path.
 */
final class Section {
  private final String file;
  private final ConfigObject values;
  private final String prefix;
  private final Map<String, Object> settings;

  private Section(String file, ConfigObject values, String prefix, Map<String, Object> settings) {
    this.file = file;
    this.values = values;
    this.prefix = prefix;
    this.settings = settings;
  }

  /**
   * The whole of a configuration.
   *
   * @param file what to name where a key is nowhere
   * @param settings what is read goes here
   */
  static Section root(String file, ConfigObject values, Map<String, Object> settings) {
    return new Section(file, values, "", settings);
  }

  /** Refuses every other key. */
  void allowOnly(String... keys) {
    Set<String> known = new TreeSet<>(List.of(keys));
    for (String key : new TreeSet<>(values.keySet())) {
      if (!known.contains(key)) {
        String hint =
            Spelling.nearest(key, known)
                .map(near -> "did you mean " + prefix + near + "?")
                .orElseGet(() -> "known: " + String.join(", ", known));
        throw invalid(key, "is not a known key (" + hint + ")");
      }
    }
  }

  /** Whether a key that may be left out is there. */
  boolean has(String key) {
    ConfigValue value = values.get(key);
    return value != null && value.valueType() != ConfigValueType.NULL;
  }

  /** Whether a key's value is a list. */
  boolean isList(String key) {
    return value(key) instanceof ConfigList;
  }

  /** Whether a key's value is a section. */
  boolean isSection(String key) {
    return value(key) instanceof ConfigObject;
  }

  /** Builds a record and says where the value is that it refuses. */
  <T> T build(Supplier<T> constructor) {
    try {
      return constructor.get();
    } catch (InvalidSettingException e) {
      throw invalid(e.key(), e.reason());
    }
  }

  Section section(String key) {
    ConfigValue value = value(key);
    if (value instanceof ConfigObject object) {
      return new Section(file, object, prefix + key + ".", settings);
    }
    throw wrongType(key, "a section { ... }", value);
  }

  String text(String key) {
    ConfigValue value = value(key);
    if (value instanceof ConfigList || value instanceof ConfigObject) {
      throw wrongType(key, "text", value);
    }
    // A number where text is due keeps its spelling: a directory may be called 007.
    return read(key, values.toConfig().getString(key));
  }

  boolean flag(String key) {
    ConfigValue value = value(key);
    if (value.valueType() != ConfigValueType.BOOLEAN) {
      throw wrongType(key, "true or false", value);
    }
    return read(key, (Boolean) value.unwrapped());
  }

  int integer(String key) {
    return read(key, integer(key, value(key)));
  }

  long wholeNumber(String key) {
    return read(key, wholeNumber(key, value(key)));
  }

  double number(String key) {
    return read(key, number(key, value(key)));
  }

  List<Integer> integers(String key) {
    return list(key, "a list of whole numbers", element -> integer(key, element));
  }

  List<Double> numbers(String key) {
    return list(key, "a list of numbers", element -> number(key, element));
  }

  private <T> List<T> list(String key, String expected, Function<ConfigValue, T> element) {
    if (value(key) instanceof ConfigList elements) {
      return read(key, elements.stream().map(element).toList());
    }
    throw wrongType(key, expected, value(key));
  }

  private int integer(String key, ConfigValue value) {
    long whole = wholeNumber(key, value);
    if (whole != (int) whole) {
      throw wrongType(key, "a whole number of at most " + Integer.MAX_VALUE, value);
    }
    return (int) whole;
  }

  private long wholeNumber(String key, ConfigValue value) {
    Object number = value.unwrapped();
    if (number instanceof Integer || number instanceof Long) {
      return ((Number) number).longValue();
    }
    throw wrongType(key, "a whole number", value);
  }

  private double number(String key, ConfigValue value) {
    if (value.unwrapped() instanceof Number number) {
      return number.doubleValue();
    }
    throw wrongType(key, "a number", value);
  }

  private ConfigValue value(String key) {
    if (!has(key)) {
      String path = prefix + key;
      throw invalid(key, "is not set (set it in the file or with -D " + path + "=...)");
    }
    return values.get(key);
  }

  private <T> T read(String key, T value) {
    settings.put(prefix + key, value);
    return value;
  }

  private InvalidConfigurationException wrongType(String key, String expected, ConfigValue value) {
    String came = value.render(ConfigRenderOptions.concise());
    return invalid(key, "must be " + expected + ", cannot be: " + came);
  }

  private InvalidConfigurationException invalid(String key, String reason) {
    ConfigValue value = values.get(key);
    String message = prefix + key + " " + reason;
    return value == null
        ? new InvalidConfigurationException(file, message)
        : InvalidConfigurationException.at(value.origin(), message);
  }
}
