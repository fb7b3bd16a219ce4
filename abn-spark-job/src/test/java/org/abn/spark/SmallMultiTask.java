package org.abn.spark;

import java.util.List;
import org.abn.model.InputShape;
import org.abn.model.Network;
import org.abn.model.Network.Kind;
import org.abn.model.NetworkOptions;
import org.abn.model.backbone.ResNet;
import org.abn.model.backbone.ResNet.BlockKind;

/**
 * Multi-task networks of a few thousand parameters, where the smallest with a name has millions.
 */
public final class SmallMultiTask {

  public static final Network ATTENTION = network("abn-multitask-small", Kind.ABN_MULTI_TASK);
  public static final Network BASELINE = network("multitask-small", Kind.MULTI_TASK);

  private SmallMultiTask() {}

  private static Network network(String name, Kind kind) {
    return new Network(
        name,
        kind,
        ResNet.forTasks(BlockKind.BASIC, List.of(1, 1, 1, 1), 4),
        InputShape.CIFAR,
        NetworkOptions.DEFAULT.withTasksAtATime(2));
  }
}
