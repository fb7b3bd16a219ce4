package org.abn.spark.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlicesTest {

  @ParameterizedTest
  @CsvSource({"7, 5, 1", "7, 5, 2", "7, 5, 5", "7, 5, 12", "7, 5, 40", "100, 0, 3", "1, 1, 2"})
  void areTheStateAgain(int parameters, int momentum, int count) {
    ModelState state = new ModelState(numbers(parameters, 1), numbers(momentum, 1000));
    Slices slices = new Slices(parameters, momentum, count);
    ModelState joined = slices.join(slice -> slices.cut(state, slice));
    assertThat(joined.parameters()).isEqualTo(state.parameters());
    assertThat(joined.momentum()).isEqualTo(state.momentum());
    int[] lengths = IntStream.range(0, count).map(s -> slices.cut(state, s).length).toArray();
    assertThat(IntStream.of(lengths).sum()).isEqualTo(parameters + momentum);
    assertThat(IntStream.of(lengths).max().getAsInt() - IntStream.of(lengths).min().getAsInt())
        .isLessThanOrEqualTo(1);
  }

  private static float[] numbers(int count, int first) {
    float[] numbers = new float[count];
    IntStream.range(0, count).forEach(i -> numbers[i] = first + i);
    return numbers;
  }
}
