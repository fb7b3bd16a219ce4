package org.abn.model.inference;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.abn.model.parts.Branch;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a network answers for the images of a mini-batch. The arrays are plain, row-major and the
 * caller's own.
 *
 * @param answers by branch
 * @param maps attention maps {@code [N, H, W, 1]}, or one a task, {@code [N, H, W, T]}; empty of a
 *     network without an attention branch
 */
public record Prediction(Map<Branch, Answer> answers, Optional<INDArray> maps)
    implements AutoCloseable {

  /** Copies the map. */
  public Prediction {
    answers = Map.copyOf(answers);
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

  /** Frees the arrays at once, since the garbage collector does not see their native memory. */
  @Override
  public void close() {
    answers.values().stream()
        .flatMap(answer -> List.of(answer.logits(), answer.probabilities()).stream())
        .forEach(INDArray::close);
    maps.ifPresent(INDArray::close);
  }
}
