package org.abn.spark.experiment;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A HOCON file with what it includes. Neither the environment nor system properties leak in. */
final class ConfigurationFile {
  private final Path path;

  private ConfigurationFile(Path path) {
    this.path = path;
  }

  /**
   * Opens a file.
   *
   * @throws InvalidConfigurationException if there is no such file or it cannot be read
   */
  static ConfigurationFile at(String file) {
    try {
      Path path = Path.of(file).normalize();
      if (!Files.exists(path)) {
        throw new InvalidConfigurationException(file, "no such configuration file");
      }
      if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
        throw new InvalidConfigurationException(file, "must be a file that can be read");
      }
      return new ConfigurationFile(path);
    } catch (InvalidPathException e) {
      throw new InvalidConfigurationException(file, "must be the path of a configuration file");
    }
  }

  /** The file's name without what follows the last dot. */
  String stem() {
    String name = path.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  /**
   * Everything that the file, its includes and the overrides say.
   *
   * @param overrides path to value; they win
   * @throws InvalidConfigurationException if anything of it is not HOCON
   */
  ConfigObject values(Map<String, String> overrides) {
    try {
      return Overrides.config(overrides)
          .withFallback(parse(path, Optional.empty()))
          .resolve(ConfigResolveOptions.noSystem())
          .root();
    } catch (ConfigException e) {
      throw located(e);
    }
  }

  static Config parse(Path path, Optional<FileIncluder> outer) {
    ConfigParseOptions options =
        ConfigParseOptions.defaults()
            .setAllowMissing(false)
            .setIncluder(new FileIncluder(path, outer));
    return ConfigFactory.parseFile(path.toFile(), options);
  }

  /** Typesafe's message begins with its own spelling of the place. */
  private InvalidConfigurationException located(ConfigException e) {
    if (e.origin() == null) {
      return new InvalidConfigurationException(path.toString(), e.getMessage());
    }
    String place = e.origin().description() + ": ";
    String message = e.getMessage();
    return InvalidConfigurationException.at(
        e.origin(), message.startsWith(place) ? message.substring(place.length()) : message);
  }
}
