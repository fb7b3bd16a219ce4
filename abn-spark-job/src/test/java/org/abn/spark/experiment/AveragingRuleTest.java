package org.abn.spark.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.abn.model.Sgd;
import org.abn.spark.experiment.AveragingRule.Fixed;
import org.abn.spark.experiment.AveragingRule.PostLocal;
import org.abn.spark.experiment.AveragingRule.Quadratic;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AveragingRuleTest {

  @TempDir Path directory;
  private ConfigurationDirectory configurations;

  @BeforeEach
  void configurations() {
    configurations = new ConfigurationDirectory(directory);
  }

  @ParameterizedTest
  @CsvSource({
    "0.1, 2", // 4 * 10^-2 is less than the least
    "0.01, 4",
    "0.005, 16",
    "0.001, 64", // not 400
  })
  void quadraticGrowsAsTheRateFallsBetweenItsBounds(double rate, int period) {
    assertThat(new Quadratic(2, 0.02, 64).period(7, rate)).isEqualTo(period);
  }

  @Test
  void quadraticIsNotOneLessByRounding() {
    assertThat(0.3 / 0.1).isLessThan(3);
    assertThat(new Quadratic(1, 0.3, 100).period(0, 0.1)).isEqualTo(9);
    double rate = new Sgd(0.1, 0.1, java.util.List.of(1, 2), 0.9, 0).rate(2);
    assertThat(new Quadratic(1, 0.02, 1000).period(2, rate)).isEqualTo(400);
  }

  @Test
  void quadraticIsBoundedWhereTheRateIsNone() {
    assertThat(new Quadratic(1, 1, 32).period(0, Double.MIN_VALUE)).isEqualTo(32);
  }

  @Test
  void postLocalAveragesEveryStepFirst() {
    AveragingRule rule = new PostLocal(2, 8);
    assertThat(IntStream.range(0, 4).map(epoch -> rule.period(epoch, 0.1)))
        .containsExactly(1, 1, 8, 8);
  }

  @Test
  void isOneLineOfAConfiguration() throws IOException {
    assertThat(read("5")).isEqualTo(new Fixed(5));
    assertThat(read("{ rule = qsr, least = 4, alpha = 0.02, most = 64 }"))
        .isEqualTo(new Quadratic(4, 0.02, 64));
    assertThat(read("{ rule = post-local, until-epoch = 150, then = 16 }"))
        .isEqualTo(new PostLocal(150, 16));
  }

  @Test
  void isPartOfWhatARunMayNotChange() throws IOException {
    Experiment one = experiment("{ rule = qsr, least = 4, alpha = 0.02, most = 64 }");
    Experiment other = experiment("{ rule = qsr, least = 4, alpha = 0.03, most = 64 }");
    assertThat(one.differenceFrom(other.settings()))
        .hasValue("train.averaging-frequency.alpha is 0.02 here, 0.03 there");
    assertThat(one.differenceFrom(experiment("4").settings()))
        .hasValue("train.averaging-frequency is not set here, 4 there");
  }

  private AveragingRule read(String value) throws IOException {
    return experiment(value).training().workers().averaging();
  }

  private Experiment experiment(String value) throws IOException {
    String text =
        ConfigurationDirectory.COMPLETE.replace(
            "averaging-frequency = 1", "averaging-frequency = " + value);
    return Experiment.load(configurations.file("rule.conf", text), Map.of());
  }
}
