package org.abn.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.abn.spark.results.Versions;
import org.abn.spark.training.ModelState;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.util.SerializableConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecutorCheckTest {
  private static final GoldenStep GOLDEN = GoldenStep.withThreads(1);

  @TempDir Path directory;

  @Test
  void aSoundProcessHasNoFault() {
    ExecutorReport report = check(GOLDEN, directory).apply("0");
    assertThat(report.faults()).isEmpty();
    assertThat(report.machine().processor()).isNotBlank();
    assertThat(report.computes()).startsWith("CpuBackend, ");
    assertThat(report.bits()).hasSize(64).isEqualTo(check(GOLDEN, directory).apply("1").bits());
    assertThat(directory).as("the file is removed again").isEmptyDirectory();
  }

  @Test
  void wrongKernelsAreAFault() {
    float[] wrong = GOLDEN.state().parameters().clone();
    wrong[0] += 1; // as a kernel that computes something else would
    var state = new ModelState(wrong, GOLDEN.state().momentum());
    var golden = new GoldenStep(GOLDEN.description(), state, 1);
    assertThat(check(golden, directory).apply("0").faults())
        .singleElement()
        .asString()
        .startsWith("a training step computes ")
        .endsWith(" is right");
    assertThat(GoldenStep.difference(new float[] {Float.NaN})).isPresent();
  }

  @Test
  void aNetworkThatDoesNotFitIsAFault() {
    var state = new ModelState(new float[1], new float[1]);
    var golden = new GoldenStep(GOLDEN.description(), state, 1);
    assertThat(check(golden, directory).apply("0").faults())
        .singleElement()
        .asString()
        .startsWith("IllegalArgumentException: the network has ");
  }

  @Test
  void aPlaceThatCannotBeWrittenIsAFault() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "");
    assertThat(check(GOLDEN, file).apply("0").faults())
        .singleElement()
        .asString()
        .startsWith("cannot write and read a file in " + file + ": ");
  }

  @Test
  void versionsAreThoseOfTheDriver() {
    Map<String, String> driver = new HashMap<>(Map.of("spark", "3.5.8", "java", "17.0.15+6"));
    Map<String, String> here = Map.of("spark", "3.5.1", "java", "17.0.2+8");
    assertThat(ExecutorCheck.differences(driver, here))
        .isEqualTo(List.of("spark is 3.5.1, on the driver 3.5.8"));
    driver.put("java", "21.0.1");
    assertThat(ExecutorCheck.differences(driver, here)).hasSize(2);
  }

  private static ExecutorCheck check(GoldenStep golden, Path files) {
    var hadoop = new SerializableConfiguration(new Configuration());
    return new ExecutorCheck(
        Versions.all(), golden, new ScratchFile(files.toString(), hadoop), null);
  }
}
