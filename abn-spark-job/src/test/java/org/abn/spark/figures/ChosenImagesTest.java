package org.abn.spark.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChosenImagesTest {

  @Test
  void areEvenlySpread() {
    List<Integer> all = IntStream.range(0, 50_000).boxed().toList();
    assertThat(ChosenImages.spread(all, 4)).containsExactly(0, 12_500, 25_000, 37_500);
    assertThat(ChosenImages.spread(List.of(7, 8, 9), 2)).containsExactly(7, 8);
  }

  @Test
  void areAllWhereThereAreFew() {
    assertThat(ChosenImages.spread(List.of("a", "b"), 6)).containsExactly("a", "b");
  }

  @Test
  void sayHowTheyWereChosen() {
    assertThat(new ChosenImages(List.of(List.of(0, 5)), 15_626).sentence())
        .isEqualTo("2 test images, evenly spread over 15,626.");
    assertThat(new ChosenImages(List.of(List.of(0)), 1).sentence())
        .isEqualTo("1 test image, evenly spread over 1.");
  }
}
