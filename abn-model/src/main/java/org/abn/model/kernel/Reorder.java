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
  private final long bytes;
  private final Primitive there;
  private final Primitive back;

  Reorder(memory.desc ours, memory.desc theirs) {
    needed = !ours.equals(theirs);
    bytes = theirs.get_size();
    there = primitive(ours, theirs);
    back = primitive(theirs, ours);
  }

  private static Primitive primitive(memory.desc from, memory.desc to) {
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
  INDArray theirs(INDArray ours, LayerWorkspaceMgr workspaces, ArrayType kind) {
    INDArray theirs = target(ours, workspaces, kind);
    if (needed) {
      there.run(workspaces, kind, ours, theirs);
    }
    return theirs;
  }

  /** Where the primitive is to write: the array itself, or working memory. */
  INDArray target(INDArray ours, LayerWorkspaceMgr workspaces, ArrayType kind) {
    return needed ? Primitive.bytes(workspaces, kind, bytes) : ours;
  }

  /** Brings what the primitive wrote into our array. */
  void back(INDArray theirs, INDArray ours, LayerWorkspaceMgr workspaces, ArrayType kind) {
    if (needed) {
      back.run(workspaces, kind, theirs, ours);
    }
  }
}
