package org.abn.model.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.abn.model.layer.Arena.Block;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

class ArenaTest {

  private static final int A_THIRD_OF_A_PIECE = (8 << 20) / 3 / 16 * 16;

  private final Arena arena = new Arena(DataType.FLOAT);

  @Test
  void arraysOfBlocksInUseDoNotTouchEachOther() {
    var random = new Random(3);
    List<Block> blocks = new ArrayList<>();
    List<INDArray> arrays = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      if (i % 3 == 2) { // any of them goes
        int gone = random.nextInt(blocks.size());
        arena.give(blocks.remove(gone));
        arrays.remove(gone);
      }
      int length = 1 + random.nextInt(A_THIRD_OF_A_PIECE / 8);
      Block block = arena.take(length);
      blocks.add(block);
      arrays.add(arena.array(block, new long[] {length}, 'c').assign(i));
    }
    for (INDArray array : arrays) {
      assertThat(array.minNumber()).isEqualTo(array.maxNumber());
    }
  }

  @Test
  void whatIsGivenBackServesAgain() {
    List<Block> thirds = new ArrayList<>();
    for (int step = 0; step < 3; step++) {
      for (int i = 0; i < 5; i++) {
        thirds.add(arena.take(A_THIRD_OF_A_PIECE));
      }
      Collections.shuffle(thirds, new Random(step));
      thirds.forEach(arena::give);
      thirds.clear();
    }
    // Two pieces of 32 MiB hold the five, and what lies beside each other has become one.
    assertThat(arena.bytes()).isEqualTo(64L << 20);
    assertThat(arena.take(2 * A_THIRD_OF_A_PIECE).length()).isEqualTo(2 * A_THIRD_OF_A_PIECE);
    assertThat(arena.bytes()).isEqualTo(64L << 20);
  }

  @Test
  void partsOfItsArraysArePartsOfThem() {
    arena.take(100);
    INDArray array = arena.array(arena.take(64 * 9 * 8), new long[] {64, 8, 3, 3}, 'c').assign(0);
    for (int i = 0; i < 8; i++) {
      array.get(NDArrayIndex.interval(8 * i, 8 * i + 8)).assign(i + 1);
    }
    assertThat(array.sumNumber().intValue()).isEqualTo(8 * 8 * 9 * (8 * 9 / 2));
  }

  @Test
  void theNextStepHasTheSameArrays() {
    Block block = arena.take(12);
    INDArray first = arena.array(block, new long[] {3, 4}, 'c');
    assertThat(arena.array(block, new long[] {3, 4}, 'c')).isSameAs(first);
    assertThat(arena.array(block, new long[] {4, 3}, 'c')).isNotSameAs(first);
  }
}
