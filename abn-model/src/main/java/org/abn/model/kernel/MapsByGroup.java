package org.abn.model.kernel;

import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.format_tag;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A blocked feature map {@code [N, C / b, H, W, b]} as one map of each group of its channels,
 * {@code [groups * N, C / groups / b, H, W, b]}: copies at the speed of memory.
 */
final class MapsByGroup {

  private final int groups;
  private final long[] shape;
  private final Primitive apart;
  private final Primitive together;

  /**
   * @param array shape of the map's array
   */
  MapsByGroup(int groups, long... array) {
    this.groups = groups;
    shape = array.clone();
    shape[0] *= groups;
    shape[1] /= groups;
    long values = shape[1] * shape[2] * shape[3] * shape[4];
    memory.desc map = OneDnn.floats(format_tag.abc, array[0], groups, values);
    memory.desc byGroup = OneDnn.floats(format_tag.bac, array[0], groups, values);
    apart = Reorder.primitive(map, byGroup);
    together = Reorder.primitive(byGroup, map);
  }

  int groups() {
    return groups;
  }

  /** Of the whole map's array. */
  long[] shapeOfAll() {
    long[] all = shape.clone();
    all[0] /= groups;
    all[1] *= groups;
    return all;
  }

  /** Of one group's map. */
  long[] shapeOfGroup() {
    long[] own = shape.clone();
    own[0] /= groups;
    return own;
  }

  /** Maps by group, with nothing in them yet. */
  INDArray empty(ArrayType kind, LayerWorkspaceMgr workspaces) {
    return workspaces.createUninitialized(kind, DataType.FLOAT, shape, 'c');
  }

  /** Takes a map apart. */
  INDArray apart(INDArray map, ArrayType kind, LayerWorkspaceMgr workspaces) {
    INDArray byGroup = empty(kind, workspaces);
    apart.run(map, byGroup);
    return byGroup;
  }

  /** Puts maps together. */
  void together(INDArray byGroup, INDArray map) {
    together.run(byGroup, map);
  }

  /**
   * One group's part of maps, weights or biases, which lie group by group. They must be arrays of
   * their own: of views, such as parameters are of a network's, ND4J takes some parts for empty.
   */
  INDArray part(INDArray byGroup, int group) {
    long size = byGroup.size(0) / groups;
    return byGroup.get(NDArrayIndex.interval(group * size, (group + 1) * size));
  }
}
