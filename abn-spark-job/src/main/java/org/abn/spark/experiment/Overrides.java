package org.abn.spark.experiment;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.List;
import java.util.Map;

/** The {@code -D key=value} of the command line as a configuration of its own. */
final class Overrides {
  private Overrides() {}

  /**
   * Builds it.
   *
   * @throws InvalidConfigurationException if a key is not a path
   */
  static Config config(Map<String, String> overrides) {
    Config config = ConfigFactory.empty();
    for (Map.Entry<String, String> override : overrides.entrySet()) {
      config = nested(override.getKey(), override.getValue()).withFallback(config);
    }
    return config;
  }

  private static Config nested(String key, String text) {
    String origin = "-D " + key + "=" + text;
    ConfigValue value = typed(text).withOrigin(ConfigOriginFactory.newSimple(origin));
    List<String> path = path(key, origin);
    for (int i = path.size() - 1; i >= 0; i--) {
      value = ConfigValueFactory.fromMap(Map.of(path.get(i), value), origin);
    }
    return ((ConfigObject) value).toConfig();
  }

  private static List<String> path(String key, String origin) {
    try {
      return ConfigUtil.splitPath(key);
    } catch (ConfigException e) {
      throw new InvalidConfigurationException(
          origin, "the key must be a path such as train.epochs, cannot be: \"" + key + "\"");
    }
  }

  /** Numbers, true, false and lists as JSON writes them; anything else, such as a URI, is text. */
  private static ConfigValue typed(String text) {
    ConfigParseOptions json = ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON);
    try {
      ConfigObject parsed = ConfigFactory.parseString("{\"value\":" + text + "\n}", json).root();
      if (parsed.size() == 1) {
        return parsed.get("value");
      }
    } catch (ConfigException.Parse e) {
      // Not JSON, so it is text.
    }
    return ConfigValueFactory.fromAnyRef(text);
  }
}
