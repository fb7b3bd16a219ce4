package org.abn.model.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.abn.model.kernel.MemoryPiece;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Memory for arrays of one type that is asked for and given back in any order, and kept for the
 * next time: it grows piece by piece while the first step runs, and is touched no more than once.
 *
 * <p>ND4J's workspaces learn in a first step what they need, and take it anew for the next.
 */
final class Arena {

  /** A piece of memory is no smaller: huge pages are of 2 MiB. */
  private static final long LEAST_BYTES = 32L << 20;

  private final DataType type;
  private final long granule;
  private final List<MemoryPiece> pieces = new ArrayList<>();

  /** Free blocks, by size. */
  private final TreeSet<Block> free =
      new TreeSet<>(
          Comparator.comparingLong(Block::length)
              .thenComparingInt(Block::piece)
              .thenComparingLong(Block::start));

  /** The same by piece and start. */
  private final List<TreeMap<Long, Block>> byStart = new ArrayList<>();

  /**
   * Memory in use, or free.
   *
   * @param piece its number
   * @param start first value in the piece
   * @param length values
   */
  record Block(int piece, long start, long length) {
    long end() {
      return start + length;
    }
  }

  private long bytes;

  private final Map<Place, INDArray> arrays = new HashMap<>();

  private record Place(int piece, long start, char order, List<Long> shape) {}

  Arena(DataType type) {
    this.type = type;
    granule = MemoryPiece.granule(type);
  }

  /** What it has grown to. */
  long bytes() {
    return bytes;
  }

  /** Takes the smallest free block that is large enough. */
  Block take(long values) {
    long length = (Math.max(1, values) + granule - 1) / granule * granule;
    Block best = free.ceiling(new Block(0, 0, length));
    if (best == null) {
      best = grow(length);
    }
    remove(best);
    if (best.length() > length) {
      add(new Block(best.piece(), best.start() + length, best.length() - length));
    }
    return new Block(best.piece(), best.start(), length);
  }

  private Block grow(long length) {
    long values = Math.max(length, LEAST_BYTES / type.width());
    pieces.add(new MemoryPiece(type, values));
    bytes += values * type.width();
    byStart.add(new TreeMap<>());
    var whole = new Block(pieces.size() - 1, 0, values);
    add(whole);
    return whole;
  }

  /** Gives back a block, which becomes one with those beside it. */
  void give(Block block) {
    TreeMap<Long, Block> blocks = byStart.get(block.piece());
    Block joined = block;
    var before = blocks.lowerEntry(block.start());
    if (before != null && before.getValue().end() == block.start()) {
      remove(before.getValue());
      joined = join(before.getValue(), joined);
    }
    Block after = blocks.get(block.end());
    if (after != null) {
      remove(after);
      joined = join(joined, after);
    }
    add(joined);
  }

  private static Block join(Block first, Block second) {
    return new Block(first.piece(), first.start(), first.length() + second.length());
  }

  private void add(Block block) {
    free.add(block);
    byStart.get(block.piece()).put(block.start(), block);
  }

  private void remove(Block block) {
    free.remove(block);
    byStart.get(block.piece()).remove(block.start());
  }

  /** An array on a block that holds as many values: each step has the same ones. */
  INDArray array(Block block, long[] shape, char order) {
    return arrays.computeIfAbsent(
        new Place(block.piece(), block.start(), order, Arrays.stream(shape).boxed().toList()),
        place -> pieces.get(place.piece()).array(place.start(), shape, order));
  }
}
