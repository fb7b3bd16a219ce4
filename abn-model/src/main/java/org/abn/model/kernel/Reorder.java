package org.abn.model.kernel;

import org.abn.model.kernel.Primitive.Argument;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Between the layout of ND4J's array and the one in which a primitive wants it. */
final class Reorder {

  private final boolean needed;
  private final memory.desc ours;
  private final memory.desc theirs;
  private final long bytes;

  // Made on first use: not every order of weights has a way back.
  private Primitive there;
  private Primitive back;

  Reorder(memory.desc ours, memory.desc theirs) {
    this(!ours.equals(theirs), ours, theirs);
  }

  private Reorder(boolean needed, memory.desc ours, memory.desc theirs) {
    this.needed = needed;
    this.ours = ours;
    this.theirs = theirs;
    bytes = theirs.get_size();
  }

  /** Between two names of one order. */
  static Reorder none(memory.desc both) {
    return new Reorder(false, both, both);
  }

  static Primitive primitive(memory.desc from, memory.desc to) {
    var description =
        new reorder.primitive_desc(
            OneDnn.engine(), from, OneDnn.engine(), to, OneDnn.lentScratch(), false);
    return new Primitive(
        new reorder(description),
        description,
        new Argument(dnnl.DNNL_ARG_FROM, from),
        new Argument(dnnl.DNNL_ARG_TO, to));
  }

  /** The array as the primitive wants it: itself, or a copy in working memory. */
  INDArray theirs(INDArray array, LayerWorkspaceMgr workspaces, ArrayType kind) {
    if (!needed) {
      return array;
    }
    if (there == null) {
      there = primitive(ours, theirs);
    }
    INDArray copy = Primitive.bytes(workspaces, kind, bytes);
    there.run(array, copy);
    return copy;
  }

  /** Where the primitive is to write: the array itself, or working memory. */
  INDArray target(INDArray array, LayerWorkspaceMgr workspaces, ArrayType kind) {
    return needed ? Primitive.alignedBytes(workspaces, kind, bytes) : array;
  }

  /** Brings what the primitive wrote into our array. */
  void back(INDArray written, INDArray array) {
    if (needed) {
      if (back == null) {
        back = primitive(theirs, ours);
      }
      back.run(written, array);
    }
  }
}
