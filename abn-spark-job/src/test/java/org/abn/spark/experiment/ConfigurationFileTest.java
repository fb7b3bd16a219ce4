package org.abn.spark.experiment;

import static org.abn.spark.experiment.ConfigurationDirectory.COMPLETE;
import static org.abn.spark.experiment.ConfigurationDirectory.rejects;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationFileTest {
  @TempDir private Path directory;
  private ConfigurationDirectory configurations;

  @BeforeEach
  void open() {
    configurations = new ConfigurationDirectory(directory);
  }

  @Test
  void readsIncludesBesideTheFile() throws IOException {
    configurations.file("recipes/one.conf", "include \"two.conf\"");
    configurations.file("recipes/two.conf", COMPLETE);
    String file = configurations.file("rows/a.b.conf", "include \"../recipes/one.conf\"");
    Experiment experiment = Experiment.load(file, Map.of());
    assertThat(experiment.name()).isEqualTo("a.b");
    assertThat(experiment.training().epochs()).isEqualTo(300);
  }

  @Test
  void locatesValuesOfAnInclude() throws IOException {
    String recipe = configurations.file("recipe.conf", COMPLETE.replace("= 64", "= none"));
    String file = configurations.file("a.conf", "include \"recipe.conf\"");
    rejects(file, Map.of())
        .hasMessage(recipe + ":10: train.batch-size must be a whole number, cannot be: \"none\"");
  }

  @Test
  void rejectsMissingFile() {
    rejects("conf/nope.conf", Map.of()).hasMessage("conf/nope.conf: no such configuration file");
  }

  @Test
  void rejectsDirectory() {
    rejects(directory.toString(), Map.of())
        .hasMessage(directory + ": must be a file that can be read");
  }

  @Test
  void rejectsIncludeOfAMissingFile() throws IOException {
    String file = configurations.file("a.conf", COMPLETE + "\ninclude \"recipes/nope.conf\"");
    rejects(file, Map.of())
        .hasMessage(
            file
                + ":20: include \"recipes/nope.conf\": no such file as "
                + directory.resolve("recipes/nope.conf"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"url(\"file:///nope.conf\")", "classpath(\"nope.conf\")"})
  void rejectsIncludesOfAnythingElse(String include) throws IOException {
    String file = configurations.file("a.conf", COMPLETE + "include " + include);
    rejects(file, Map.of()).hasMessageStartingWith(file + ":19: include must name a file");
  }

  @Test
  void rejectsIncludeOfItself() throws IOException {
    String file = configurations.file("a.conf", "include \"a.conf\"");
    rejects(file, Map.of()).hasMessage(file + ":1: include \"a.conf\": the file includes itself");
  }

  @Test
  void rejectsWhatIsNotHocon() throws IOException {
    String file = configurations.file("a.conf", "a = 1\nb = [1, 2\nc = }");
    rejects(file, Map.of()).hasMessageStartingWith(file + ":3: ").message().hasLineCount(1);
  }

  @Test
  void rejectsUnresolvedSubstitution() throws IOException {
    String file = configurations.file("a.conf", COMPLETE.replace("\"runs/1\"", "runs/${NOPE}"));
    rejects(file, Map.of())
        .hasMessageStartingWith(file + ":7: ")
        .hasMessageContaining("${NOPE}")
        .message()
        .hasLineCount(1);
  }

  @Test
  void ignoresTheEnvironment() throws IOException {
    assertThat(System.getenv("PATH")).isNotEmpty();
    String file = configurations.file("a.conf", COMPLETE.replace("\"runs/1\"", "${PATH}"));
    rejects(file, Map.of()).hasMessageContaining("${PATH}");
  }
}
