package org.abn.model.inference;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.abn.model.inference.Prediction.Answer;
import org.abn.model.kernel.Layout;
import org.abn.model.layer.BatchNormFolding;
import org.abn.model.layer.EvaluationWalk;
import org.abn.model.parts.Branch;
import org.abn.model.parts.Model;
import org.abn.model.parts.NetworkParts;
import org.abn.model.parts.Output;
import org.abn.model.parts.Role;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Answers for images, in evaluation: running statistics normalise, and batch norms are folded into
 * the convolutions before them.
 *
 * <p>It has parameters of its own: later training of the model does not change what it answers. An
 * object serves one thread at a time.
 */
public final class Predictor implements AutoCloseable {

  private final ComputationGraph network;
  private final EvaluationWalk walk;
  private final NetworkParts parts;
  private final Set<String> vertices;

  private Predictor(ComputationGraph network, NetworkParts parts) {
    this.network = network;
    this.parts = parts;
    walk = new EvaluationWalk(network);
    vertices = vertices(parts);
  }

  /** A predictor of a model as it is now; to be closed by the caller. */
  public static Predictor of(Model model) {
    return new Predictor(BatchNormFolding.of(model.graph()), model.parts());
  }

  /** Logits and probabilities of each output, and the attention map where there is one. */
  private static Set<String> vertices(NetworkParts parts) {
    Set<String> vertices = new HashSet<>();
    for (Output output : parts.outputs()) {
      vertices.add(output.logits());
      vertices.add(output.branch().vertex());
    }
    parts.vertex(Role.ATTENTION_MAP).ifPresent(vertices::add);
    return vertices;
  }

  /**
   * Answers for a mini-batch.
   *
   * @param images {@code [N, H, W, C]}, normalised as in training
   * @return to be closed by the caller
   */
  public Prediction predict(INDArray images) {
    Map<String, INDArray> found = walk.run(images, vertices);
    Map<Branch, Answer> answers = new EnumMap<>(Branch.class);
    for (Output output : parts.outputs()) {
      answers.put(
          output.branch(),
          new Answer(found.get(output.logits()), found.get(output.branch().vertex())));
    }
    return new Prediction(
        answers, parts.vertex(Role.ATTENTION_MAP).map(vertex -> plain(found.get(vertex))));
  }

  private static INDArray plain(INDArray map) {
    INDArray plain =
        Layout.channelLast(map, ArrayType.ACTIVATIONS, LayerWorkspaceMgr.noWorkspaces());
    if (plain != map) {
      map.close();
    }
    return plain;
  }

  /** Frees the parameters at once, since the garbage collector does not see their memory. */
  @Override
  public void close() {
    network.params().close(); // ComputationGraph.close() would collect the whole heap too
  }
}
