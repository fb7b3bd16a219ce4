package org.abn.model.inference;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.abn.model.parts.Branch;
import org.abn.model.parts.Role;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a network answers for the images of a mini-batch. The arrays are plain, row-major and the
 * caller's own.
 *
 * @param answers by branch
 * @param featureMaps channel-last, by what they are: the attention map where there is one, and what
 *     else was asked for
 */
public record Prediction(Map<Branch, Answer> answers, Map<Role, INDArray> featureMaps)
    implements AutoCloseable {

  /** Copies the maps. */
  public Prediction {
    answers = Map.copyOf(answers);
    featureMaps = Map.copyOf(featureMaps);
  }

  /**
   * What a branch answers.
   *
   * @param logits scores before the softmax or sigmoid, as the output's {@link
   *     org.abn.model.parts.OutputKind} lays them out
   * @param probabilities of the same shape, in [0, 1]
   */
  public record Answer(INDArray logits, INDArray probabilities) {}

  /**
   * What a branch answers.
   *
   * @throws IllegalArgumentException where the network has no such branch
   */
  public Answer of(Branch branch) {
    Answer answer = answers.get(branch);
    if (answer == null) {
      throw new IllegalArgumentException("the network has no output " + branch.vertex());
    }
    return answer;
  }

  /**
   * Attention maps {@code [N, H, W, 1]}, or one a task, {@code [N, H, W, T]}; empty of a network
   * without an attention branch.
   */
  public Optional<INDArray> maps() {
    return Optional.ofNullable(featureMaps.get(Role.ATTENTION_MAP));
  }

  /** Frees the arrays at once, since the garbage collector does not see their native memory. */
  @Override
  public void close() {
    answers.values().stream()
        .flatMap(answer -> List.of(answer.logits(), answer.probabilities()).stream())
        .forEach(INDArray::close);
    featureMaps.values().forEach(INDArray::close);
  }
}
