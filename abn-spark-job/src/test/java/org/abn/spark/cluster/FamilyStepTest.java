package org.abn.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

class FamilyStepTest {

  static List<String> networks() {
    return FamilyStep.OF_EACH_FAMILY;
  }

  @Test
  void everyFamilyIsProved() {
    assertThat(Proof.due().keySet()).isEqualTo(Map.copyOf(Proof.due()).keySet());
    assertThat(Proof.due()).containsOnlyKeys(FamilyStep.OF_EACH_FAMILY);
  }

  /** {@link #main} writes the file. */
  @ParameterizedTest
  @MethodSource("networks")
  void whatIsDueIsWhatDoubleGives(String network) {
    Map<String, Double> due = Proof.due().get(network);
    Map<String, Double> values = new FamilyStep(network).run(DataType.DOUBLE);
    assertThat(values.keySet()).isEqualTo(due.keySet());
    double whole = due.values().stream().mapToDouble(v -> v).max().orElseThrow();
    due.forEach(
        (name, right) -> {
          if (right > 1e-9 * whole) { // else rounding alone is left
            assertThat(values.get(name)).as(name).isCloseTo(right, withinPercentage(1e-4));
          }
        });
  }

  @ParameterizedTest
  @MethodSource("networks")
  void floatGivesTheSame(String network) {
    var step = new FamilyStep(network);
    assertThat(step.difference(step.run(DataType.FLOAT), Proof.due().get(network))).isEmpty();
  }

  @Test
  void aWrongGradientIsNamed() {
    var step = new FamilyStep("abn-resnet8");
    Map<String, Double> due = Proof.due().get("abn-resnet8");
    Map<String, Double> wrong = new HashMap<>(due);
    wrong.replaceAll((name, value) -> name.equals("loss") ? value : value * 1.5);
    assertThat(step.difference(wrong, due).orElseThrow())
        .startsWith("abn-resnet8 computes ")
        .contains(" values wrong: ", " is right");
    wrong.put("loss", Double.NaN);
    assertThat(step.difference(wrong, due).orElseThrow()).contains("loss NaN where ");
  }

  /** Prints families.csv. */
  public static void main(String[] words) {
    for (String network : FamilyStep.OF_EACH_FAMILY) {
      new FamilyStep(network)
          .run(DataType.DOUBLE)
          .forEach((name, value) -> System.out.println(network + "," + name + "," + value));
    }
  }
}
