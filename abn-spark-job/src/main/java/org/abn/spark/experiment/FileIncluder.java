package org.abn.spark.experiment;

import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Resolves {@code include "name"} against the including file. Typesafe's own includer skips a file
 * that is missing, and an experiment would run with a part of its recipe.
 *
 * @param including the file that is being parsed
 * @param outer that of the file that includes it, if one does
 */
record FileIncluder(Path including, Optional<FileIncluder> outer)
    implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
  @Override
  public ConfigObject include(ConfigIncludeContext context, String name) {
    Path file = including.resolveSibling(name).normalize();
    if (!Files.isRegularFile(file)) {
      throw new InvalidConfigurationException(
          place(name), "include \"" + name + "\": no such file as " + file);
    }
    if (isOpen(file)) {
      throw new InvalidConfigurationException(
          place(name), "include \"" + name + "\": the file includes itself");
    }
    return ConfigurationFile.parse(file, Optional.of(this)).root();
  }

  @Override
  public ConfigObject includeFile(ConfigIncludeContext context, File file) {
    return include(context, file.getPath());
  }

  @Override
  public ConfigObject includeURL(ConfigIncludeContext context, URL url) {
    throw notAFile("url(", url);
  }

  @Override
  public ConfigObject includeResources(ConfigIncludeContext context, String resource) {
    throw notAFile("classpath(", resource);
  }

  @Override
  public ConfigIncluder withFallback(ConfigIncluder fallback) {
    return this; // nothing falls back to Typesafe's
  }

  private boolean isOpen(Path file) {
    return file.equals(including) || outer.filter(includer -> includer.isOpen(file)).isPresent();
  }

  private InvalidConfigurationException notAFile(String kind, Object name) {
    return new InvalidConfigurationException(
        place(kind), "include must name a file, cannot be: " + name);
  }

  /** The context of an include knows no line, so it is looked up. */
  private String place(String part) {
    try {
      List<String> lines = Files.readAllLines(including);
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).contains("include") && lines.get(i).contains(part)) {
          return including + ":" + (i + 1);
        }
      }
      return including.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
