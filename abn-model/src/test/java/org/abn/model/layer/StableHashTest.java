package org.abn.model.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StableHashTest {

  /** The first numbers of splitmix64 from 0 on, as its authors' code gives them. */
  @Test
  void numbersAreThoseOfSplitmix64() {
    assertThat(StableHash.number(0, 0)).isEqualTo(0xE220A8397B1DCDAFL);
    assertThat(StableHash.number(0, 1)).isEqualTo(0x6E789E6AA1B965F4L);
    assertThat(StableHash.number(0, 2)).isEqualTo(0x06C45D188009454FL);
  }

  /** By another program, in Python: masks of a run must not change with a version of this one. */
  @Test
  void hashesOfTextsStayWhatTheyAre() {
    assertThat(StableHash.of("train/00017")).isEqualTo(0x75D3AFF5AC42ECC5L);
    assertThat(StableHash.of("épée")).isEqualTo(0xA8C6264DEFBC746BL);
  }

  @Test
  void textsThatFollowOneAnotherDoNotRunTogether() {
    assertThat(StableHash.absorb(StableHash.of("ab"), "c"))
        .isNotEqualTo(StableHash.absorb(StableHash.of("a"), "bc"));
  }

  @Test
  void noTwoOfAMillionRecordsMeet() {
    long different =
        IntStream.range(0, 1_000_000).mapToLong(i -> StableHash.of("n" + i)).distinct().count();
    assertThat(different).isEqualTo(1_000_000);
  }
}
