package org.abn.model.inference;

import java.util.EnumMap;
import java.util.EnumSet;
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
  private final Map<Role, String> maps = new EnumMap<>(Role.class);
  private final Set<String> vertices;

  private Predictor(ComputationGraph network, NetworkParts parts, Set<Role> maps) {
    this.network = network;
    this.parts = parts;
    walk = new EvaluationWalk(network);
    for (Role role : maps) {
      parts.vertex(role).ifPresent(vertex -> this.maps.put(role, vertex));
    }
    vertices = new HashSet<>(this.maps.values());
    for (Output output : parts.outputs()) {
      vertices.add(output.logits());
      vertices.add(output.branch().vertex());
    }
  }

  /** A predictor of a model as it is now; to be closed by the caller. */
  public static Predictor of(Model model) {
    return of(model, Set.of());
  }

  /**
   * The same, which tells feature maps too.
   *
   * @param features what of {@code [N, H, W, C]} is told beside the attention maps
   */
  public static Predictor of(Model model, Set<Role> features) {
    Set<Role> maps = EnumSet.of(Role.ATTENTION_MAP);
    maps.addAll(features);
    return new Predictor(BatchNormFolding.of(model.graph()), model.parts(), maps);
  }

  /**
   * Answers for a mini-batch.
   *
   * @param images {@code [N, H, W, C]}, normalised as in training
   * @return to be closed by the caller
   */
  public Prediction predict(INDArray images) {
    return prediction(walk.run(images, vertices));
  }

  /**
   * Answers for a mini-batch with other attention maps than the network's own: what it would say
   * had it looked there (Mitsuhara et al. 2019).
   *
   * @param images {@code [N, H, W, C]}, normalised as in training
   * @param attention {@code [N, H', W', 1]}, or one map a task, of the size of the network's
   * @return to be closed by the caller
   * @throws IllegalArgumentException where the network has no attention map
   */
  public Prediction predict(INDArray images, INDArray attention) {
    String vertex = maps.get(Role.ATTENTION_MAP);
    if (vertex == null) {
      throw new IllegalArgumentException("the network has no attention map");
    }
    return prediction(walk.run(images, Map.of(vertex, attention), vertices));
  }

  private Prediction prediction(Map<String, INDArray> found) {
    Map<Branch, Answer> answers = new EnumMap<>(Branch.class);
    for (Output output : parts.outputs()) {
      answers.put(
          output.branch(),
          new Answer(found.get(output.logits()), found.get(output.branch().vertex())));
    }
    Map<Role, INDArray> plain = new EnumMap<>(Role.class);
    maps.forEach((role, vertex) -> plain.put(role, plain(found.get(vertex))));
    return new Prediction(answers, plain);
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
