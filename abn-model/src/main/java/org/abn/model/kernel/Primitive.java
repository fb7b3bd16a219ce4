package org.abn.model.kernel;

import java.lang.ref.Reference;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_desc_base;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A compiled oneDNN operation for one shape, and its arguments in a fixed order.
 *
 * <p>oneDNN keeps compiled code by shape for the whole process, so that a second one of a shape
 * costs microseconds. An object serves one thread at a time.
 */
final class Primitive {

  /** One argument: its number in oneDNN ({@code DNNL_ARG_...}) and its layout. */
  record Argument(int number, memory.desc layout) {}

  private static final long ALIGNMENT = 64;

  private final primitive compiled;
  private final IntMemoryMap map = new IntMemoryMap();
  private final memory[] memories;
  private final long scratchBytes;

  /** What it computes, and how. */
  private final String name;

  Primitive(primitive compiled, primitive_desc_base description, Argument... arguments) {
    this.compiled = compiled;
    name = compiled.getClass().getSimpleName() + " " + description.impl_info_str().getString();
    memory.desc scratch = description.scratchpad_desc();
    scratchBytes = scratch.get_size();
    memories = new memory[arguments.length + 1];
    for (int i = 0; i < arguments.length; i++) {
      memories[i] = add(arguments[i].number(), arguments[i].layout());
    }
    memories[arguments.length] = add(dnnl.DNNL_ARG_SCRATCHPAD, scratch);
  }

  private memory add(int number, memory.desc layout) {
    var argument = new memory(layout, OneDnn.engine(), null);
    map.put(number, argument);
    return argument;
  }

  /** Runs on contiguous arrays, in the order of the arguments. */
  void run(INDArray... arrays) {
    for (int i = 0; i < arrays.length; i++) {
      memories[i].set_data_handle(arrays[i].data().addressPointer());
    }
    if (scratchBytes > 0) {
      memories[arrays.length].set_data_handle(OneDnn.scratch(scratchBytes));
    }
    long start = System.nanoTime();
    try {
      compiled.execute(OneDnn.stream(), map);
      PrimitiveTimes.here().ifPresent(times -> times.add(name, System.nanoTime() - start));
    } finally {
      // oneDNN has their addresses alone: the garbage collector must not free them meanwhile.
      Reference.reachabilityFence(arrays);
    }
  }

  /**
   * What a forward pass in training leaves for the backward pass; it lives as long as the
   * activations.
   */
  static INDArray workspace(LayerWorkspaceMgr workspaces, memory.desc layout) {
    return bytes(workspaces, ArrayType.ACTIVATIONS, Math.max(1, layout.get_size()));
  }

  /**
   * The same from a multiple of 64 bytes on, for what a primitive writes: where Winograd's
   * algorithm fills the gradient of a weight past the cache, AVX-512 faults on any other address.
   */
  static INDArray alignedBytes(LayerWorkspaceMgr workspaces, ArrayType kind, long length) {
    INDArray room = bytes(workspaces, kind, length + ALIGNMENT);
    long start = -room.data().addressPointer().address() & (ALIGNMENT - 1);
    return start == 0 ? room : room.get(NDArrayIndex.interval(start, start + length));
  }

  /** Memory for a layout that only oneDNN understands. */
  static INDArray bytes(LayerWorkspaceMgr workspaces, ArrayType kind, long length) {
    return workspaces.createUninitialized(kind, DataType.INT8, length);
  }
}
