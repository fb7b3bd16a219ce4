package org.abn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitMix64Test {
  @Test
  void givesThePublishedSequence() {
    SplitMix64 random = new SplitMix64(1234567); // Vigna's splitmix64.c with this state
    assertThat(random.nextLong()).isEqualTo(6457827717110365317L);
    assertThat(random.nextLong()).isEqualTo(3203168211198807973L);
    assertThat(Long.toUnsignedString(random.nextLong())).isEqualTo("9817491932198370423");
  }

  @Test
  void dependsOnPurposeKeyAndText() {
    assertThat(
            new long[] {
              SplitMix64.keyed("a", 1, 2).nextLong(),
              SplitMix64.keyed("b", 1, 2).nextLong(),
              SplitMix64.keyed("a", 2, 1).nextLong(),
              SplitMix64.keyed("a", 1, 2).absorb("x").nextLong(),
              SplitMix64.keyed("a", 1, 2).absorb("xx").nextLong()
            })
        .doesNotHaveDuplicates();
    assertThat(SplitMix64.keyed("a", 1).nextLong()).isEqualTo(SplitMix64.keyed("a", 1).nextLong());
  }

  @Test
  void neverChangesItsKeyedStreams() {
    // Shards and runs made by earlier versions depend on these.
    assertThat(SplitMix64.keyed("epoch-order", 42, 7).nextLong()).isEqualTo(-142175150167298661L);
  }

  @Test
  void drawsEveryNumberBelowTheBoundAboutEquallyOften() {
    SplitMix64 random = SplitMix64.keyed("test", 5);
    int[] counts = new int[9];
    for (int i = 0; i < 90_000; i++) {
      counts[random.nextInt(9)]++;
    }
    assertThat(Arrays.stream(counts)).allMatch(count -> count > 9_500 && count < 10_500);
  }

  @Test
  void shufflesOnlyTheRange() {
    int[] values = IntStream.range(0, 100).toArray();
    SplitMix64.keyed("test", 5).shuffle(values, 10, 90);
    assertThat(Arrays.copyOf(values, 10)).isSorted();
    assertThat(Arrays.copyOfRange(values, 90, 100)).isSorted();
    assertThat(values[10] == 10 && values[11] == 11 && values[12] == 12).isFalse();
    assertThat(values).containsExactlyInAnyOrder(IntStream.range(0, 100).toArray());
  }

  @Test
  void refusesABoundBelowOne() {
    assertThatThrownBy(() -> SplitMix64.keyed("test").nextInt(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot be: 0");
  }
}
