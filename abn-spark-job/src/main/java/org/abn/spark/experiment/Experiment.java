package org.abn.spark.experiment;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.abn.model.Network;

/**
 * What a configuration file and the overrides say, validated.
 *
 * @param name the file's name without its extension, such as {@code abn-resnet20}
 * @param networkSettings which network is trained
 * @param data what it is trained on
 * @param training how
 * @param runDirectory the URI of the run directory
 * @param settings every value by its path, such as {@code train.batch-size}, in order: numbers,
 *     booleans, text, or lists of them
 */
public record Experiment(
    String name,
    NetworkSettings networkSettings,
    Data data,
    Training training,
    String runDirectory,
    Map<String, Object> settings) {
  /** May differ between a run and its resumption: a run can be prolonged, and data moved. */
  private static final Set<String> FREE =
      Set.of(
          "train.epochs",
          "train.checkpoint-every",
          "train.keep-checkpoints",
          "run.dir",
          "data.uri",
          "network.any-image-size");

  /** Copies the settings. */
  public Experiment {
    settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
  }

  /**
   * Reads and validates a configuration.
   *
   * @param file the path of a HOCON file
   * @param overrides values that win over the file's, by path, such as {@code train.epochs} to
   *     {@code 3}
   * @return the experiment
   * @throws InvalidConfigurationException if there is no such file, if it is not HOCON, or if a
   *     value is missing, unknown, of the wrong type or out of its range
   */
  public static Experiment load(String file, Map<String, String> overrides) {
    ConfigurationFile configuration = ConfigurationFile.at(file);
    Map<String, Object> settings = new TreeMap<>();
    Section root = Section.root(file, configuration.values(overrides), settings);
    root.allowOnly("network", "data", "run", "train");
    return new Experiment(
        configuration.stem(),
        NetworkReader.read(root.section("network")),
        Data.read(root.section("data")),
        Training.read(root.section("train")),
        runDirectory(root.section("run")),
        settings);
  }

  /** Which network is trained. */
  public Network network() {
    return networkSettings.network();
  }

  /**
   * Whether these settings can go on where others began. Epochs, the run directory and where the
   * data lies may differ.
   *
   * @param other the settings of another experiment, from this process or read back from JSON
   * @return the first difference, such as "train.batch-size is 32 here, 64 there"; empty if there
   *     is none
   */
  public Optional<String> differenceFrom(Map<String, Object> other) {
    Set<String> keys = new TreeSet<>(settings.keySet());
    keys.addAll(other.keySet());
    keys.removeAll(FREE);
    return keys.stream()
        .filter(key -> !shown(settings, key).equals(shown(other, key)))
        .map(key -> key + " is " + shown(settings, key) + " here, " + shown(other, key) + " there")
        .findFirst();
  }

  /** Compared as text, because JSON does not tell an int from a long. */
  private static String shown(Map<String, Object> settings, String key) {
    return Objects.toString(settings.get(key), "not set");
  }

  private static String runDirectory(Section section) {
    section.allowOnly("dir");
    return section.build(
        () -> {
          String directory = section.text("dir");
          InvalidSettingException.unless(!directory.isBlank(), "dir", "a directory's URI", "\"\"");
          return directory;
        });
  }
}
