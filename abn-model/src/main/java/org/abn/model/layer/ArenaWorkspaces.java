package org.abn.model.layer;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.abn.model.layer.Arena.Block;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.util.ArrayUtil;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where layers find memory in a pass whose arrays live as long as they are needed: each array's
 * memory is given back by itself, and serves the next.
 *
 * <p>To layers it is what DL4J's workspaces are. It serves one thread at a time.
 */
final class ArenaWorkspaces extends LayerWorkspaceMgr {

  private final Map<DataType, Arena> arenas = new EnumMap<>(DataType.class);
  private final List<Taken> scratch = new ArrayList<>();
  private Held into = new Held();

  private record Taken(Arena arena, Block block) {
    void giveBack() {
      arena.give(block);
    }
  }

  /** The arrays that a vertex has made, but for those that it needed only while it computed. */
  final class Held {

    private final Map<INDArray, Taken> arrays = new IdentityHashMap<>();

    /** Whether an array is one of them. */
    boolean has(INDArray array) {
      return arrays.containsKey(array);
    }

    /** Gives back the memory of one of them. */
    void release(INDArray array) {
      arrays.remove(array).giveBack();
    }

    /** Hands one of them over to a holder of its own. */
    Held only(INDArray array) {
      var other = new Held();
      other.arrays.put(array, arrays.remove(array));
      return other;
    }

    /** Hands all of them over. */
    void pass(Held other) {
      other.arrays.putAll(arrays);
      arrays.clear();
    }

    /** Gives back the memory of all that are left. */
    void release() {
      arrays.values().forEach(Taken::giveBack);
      arrays.clear();
    }
  }

  ArenaWorkspaces() {
    super(Set.of(), Map.of(), Map.of());
  }

  /** Runs what computes a vertex; what it makes is held, and its working memory given back. */
  <T> T holding(Held held, Supplier<T> work) {
    Held outer = into;
    int before = scratch.size();
    into = held;
    try {
      return work.get();
    } finally {
      into = outer;
      List<Taken> own = scratch.subList(before, scratch.size());
      own.forEach(Taken::giveBack);
      own.clear();
    }
  }

  @Override
  public INDArray createUninitialized(ArrayType kind, DataType type, long... shape) {
    return createUninitialized(kind, type, shape, 'c');
  }

  @Override
  public INDArray createUninitialized(ArrayType kind, DataType type, long[] shape, char order) {
    Arena arena = arenas.computeIfAbsent(type, Arena::new);
    Block block = arena.take(ArrayUtil.prodLong(shape));
    INDArray array = arena.array(block, shape, order);
    var taken = new Taken(arena, block);
    if (kind == ArrayType.FF_WORKING_MEM || kind == ArrayType.BP_WORKING_MEM) {
      scratch.add(taken);
    } else {
      into.arrays.put(array, taken);
    }
    return array;
  }

  @Override
  public INDArray create(ArrayType kind, DataType type, long... shape) {
    return create(kind, type, shape, 'c');
  }

  @Override
  public INDArray create(ArrayType kind, DataType type, long[] shape, char order) {
    return createUninitialized(kind, type, shape, order).assign(0);
  }

  @Override
  public INDArray dup(ArrayType kind, INDArray array, char order) {
    return createUninitialized(kind, array.dataType(), array.shape(), order).assign(array);
  }

  @Override
  public INDArray dup(ArrayType kind, INDArray array) {
    return dup(kind, array, array.ordering());
  }

  @Override
  public INDArray castTo(ArrayType kind, DataType type, INDArray array, boolean copies) {
    if (array.dataType() == type && !copies) {
      return array;
    }
    return createUninitialized(kind, type, array.shape(), array.ordering()).assign(array);
  }

  @Override
  public INDArray leverageTo(ArrayType kind, INDArray array) {
    return array;
  }

  @Override
  public INDArray validateArrayLocation(
      ArrayType kind, INDArray array, boolean migrates, boolean detached) {
    return array;
  }

  @Override
  public boolean isWorkspaceOpen(ArrayType kind) {
    return true;
  }
}
