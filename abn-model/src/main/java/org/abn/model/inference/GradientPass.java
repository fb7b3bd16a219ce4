package org.abn.model.inference;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.abn.model.kernel.Layout;
import org.abn.model.layer.GraphWalk;
import org.abn.model.layer.Pass;
import org.abn.model.layer.PassWorkspaces;
import org.abn.model.parts.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Evaluates a network and takes gradients of its answers: {@link Pass#EVALUATION_WITH_GRADIENTS}.
 * Each image's answers depend on it alone, so that gradients of a mini-batch are those of its
 * images.
 *
 * <p>Parameters, running statistics and momentum of the network stay as they are. It serves one
 * thread at a time, and the network must not be trained meanwhile.
 */
public final class GradientPass {

  private static final LayerWorkspaceMgr WORKSPACES = PassWorkspaces.named("ABN_GRADIENTS");

  private final ComputationGraph network;
  private final GraphWalk walk;

  /**
   * @param model as trained, its batch norms not folded
   */
  public GradientPass(Model model) {
    network = model.graph();
    walk = new GraphWalk(network);
  }

  /** Makes the gradient that is taken back of what a vertex gives. */
  @FunctionalInterface
  public interface Answer {

    /**
     * @param scores what the vertex gives, in evaluation
     * @return of the same shape; one at a class and zero elsewhere asks for the gradient of that
     *     class's score
     */
    INDArray gradient(INDArray scores);
  }

  /**
   * What a vertex gives, and the gradient of the answer with respect to it.
   *
   * @param values a map {@code [N, H, W, C]} or vectors {@code [N, length]}
   * @param gradient of the same shape
   */
  public record Result(INDArray values, INDArray gradient) {}

  /**
   * Evaluates, and takes a gradient from one vertex back to another.
   *
   * @param images {@code [N, H, W, C]}, normalised as in training
   * @param from the vertex that answers, such as an output's logits
   * @param answer of it
   * @param to the vertex whose gradient is asked for, such as the last feature map
   * @return plain row-major arrays of the caller's own; the gradient is zero where {@code from}
   *     does not depend on {@code to}
   * @throws IllegalArgumentException where the network has no such vertex, or one is an output,
   *     whose gradient is the loss's
   */
  @SuppressWarnings("try") // the scope serves by being open
  public Result run(INDArray images, String from, Answer answer, String to) {
    List.of(from, to).forEach(this::requireVertex);
    if (network.getFlattenedGradients() == null) {
      network.initGradientsView();
    }
    try (MemoryWorkspace scope = WORKSPACES.notifyScopeEntered(ArrayType.ACTIVATIONS)) {
      return runInScope(images, from, answer, to);
    } finally {
      walk.clear();
    }
  }

  private Result runInScope(INDArray images, String from, Answer answer, String to) {
    Map<String, INDArray> seen = new HashMap<>();
    walk.forward(
        images,
        Pass.EVALUATION_WITH_GRADIENTS,
        WORKSPACES,
        (vertex, output) -> {
          if (vertex.equals(from) || vertex.equals(to)) {
            seen.put(vertex, output);
          }
        });
    INDArray values = plain(seen.get(to));
    INDArray gradient = walk.backward(from, answer.gradient(seen.get(from)), to, WORKSPACES);
    return new Result(values, gradient == null ? values.mul(0).detach() : plain(gradient));
  }

  private void requireVertex(String name) {
    if (!network.getConfiguration().getVertices().containsKey(name)) {
      throw new IllegalArgumentException("the network has no vertex " + name);
    }
    if (network.getConfiguration().getNetworkOutputs().contains(name)) {
      throw new IllegalArgumentException(name + " is an output: name the vertex of its logits");
    }
  }

  /** A copy outside of the workspace, channel-last. */
  private static INDArray plain(INDArray map) {
    return Layout.channelLast(map, ArrayType.ACTIVATIONS, WORKSPACES).dup('c').detach();
  }
}
