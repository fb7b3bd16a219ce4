package org.abn.model;

import org.abn.model.kernel.Layout;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a vertex gives, as {@code [N, H, W, C]} where it is a map in another layout. */
public final class ChannelLast {

  private ChannelLast() {}

  public static INDArray of(INDArray values) {
    return values.rank() == 5
        ? Layout.channelLast(values, ArrayType.ACTIVATIONS, LayerWorkspaceMgr.noWorkspaces())
        : values;
  }
}
