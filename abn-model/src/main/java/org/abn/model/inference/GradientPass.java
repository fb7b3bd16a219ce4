package org.abn.model.inference;

import java.util.List;
import org.abn.model.kernel.Layout;
import org.abn.model.layer.GraphWalk;
import org.abn.model.layer.Pass;
import org.abn.model.layer.PassWorkspaces;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Gradients of a network's answers with respect to one of its feature maps, in evaluation ({@link
 * Pass#EVALUATION_WITH_GRADIENTS}). Only what lies behind the feature map is computed. Each image's
 * answers depend on it alone, so that gradients of a mini-batch are those of its images.
 *
 * <p>Parameters, running statistics and momentum of the network stay as they are. It serves one
 * thread at a time, and the network must not be trained meanwhile.
 */
public final class GradientPass {

  private static final LayerWorkspaceMgr WORKSPACES = PassWorkspaces.named("ABN_GRADIENTS");

  private final GraphWalk walk;
  private final String features;
  private final String scores;

  /**
   * @param network as trained, its batch norms not folded
   * @param features the vertex that gradients are taken with respect to, such as the last feature
   *     map
   * @param scores the vertex that answers, such as an output's logits
   * @throws IllegalArgumentException where the network has no such vertex, or one is an output,
   *     whose gradient is the loss's
   */
  public GradientPass(ComputationGraph network, String features, String scores) {
    List.of(features, scores).forEach(name -> requireVertex(network, name));
    walk = new GraphWalk(network);
    walk.reserveGradients(features);
    this.features = features;
    this.scores = scores;
  }

  private static void requireVertex(ComputationGraph network, String name) {
    if (!network.getConfiguration().getVertices().containsKey(name)) {
      throw new IllegalArgumentException("the network has no vertex " + name);
    }
    if (network.getConfiguration().getNetworkOutputs().contains(name)) {
      throw new IllegalArgumentException(name + " is an output: name the vertex of its logits");
    }
  }

  /** Makes the gradient that is taken back of what the scores are. */
  @FunctionalInterface
  public interface Answer {

    /**
     * @param scores in evaluation
     * @return of the same shape; one at a class and zero elsewhere asks for the gradient of that
     *     class's score
     */
    INDArray gradient(INDArray scores);
  }

  /**
   * Takes a gradient back from the scores to the features.
   *
   * @param values the features of a mini-batch, {@code [N, H, W, C]}
   * @param answer of the scores that belong to them
   * @return of the features' shape, a plain row-major array of the caller's own; zero where the
   *     scores do not depend on the features alone
   */
  @SuppressWarnings("try") // the scope serves by being open
  public INDArray run(INDArray values, Answer answer) {
    try (MemoryWorkspace scope = WORKSPACES.notifyScopeEntered(ArrayType.ACTIVATIONS)) {
      INDArray[] given = new INDArray[1];
      walk.forward(
          features,
          WORKSPACES.dup(ArrayType.ACTIVATIONS, values, 'c'),
          Pass.EVALUATION_WITH_GRADIENTS,
          WORKSPACES,
          (vertex, output) -> {
            if (vertex.equals(scores)) {
              given[0] = output;
            }
          });
      return given[0] == null
          ? Nd4j.createUninitializedDetached(values.dataType(), 'c', values.shape()).assign(0)
          : plain(walk.backward(scores, answer.gradient(given[0]), features, WORKSPACES));
    } finally {
      walk.clear();
    }
  }

  /** A copy outside of the workspace, channel-last. */
  private static INDArray plain(INDArray map) {
    return Layout.channelLast(map, ArrayType.ACTIVATIONS, WORKSPACES).dup('c').detach();
  }
}
