package org.abn.model.checkpoint;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.abn.model.checkpoint.pickle.Dict;
import org.abn.model.checkpoint.torch.Tensor;

/**
 * The velocities that PyTorch's {@code SGD} leaves in a checkpoint. It knows parameters by number,
 * in the order of the trained tensors of the state_dict.
 */
final class MomentumBuffers {

  /** What programs call it; Lightning has a list. */
  private static final List<String> KEYS =
      List.of(
          "optimizer",
          "optimizer_state_dict",
          "optimizer_state",
          "optimizer_states",
          "optim",
          "optim_state_dict",
          "opt");

  private MomentumBuffers() {}

  /**
   * The buffer of each trained tensor.
   *
   * @param saved the object that was saved
   * @param tensors its state_dict
   * @param idle names of tensors that never had a gradient, and so need no buffer
   * @return buffers by the tensors' names; none at all where a tensor has none of its shape
   */
  static Map<String, Tensor> of(Object saved, Map<String, Tensor> tensors, Set<String> idle) {
    Map<String, Tensor> trained = new LinkedHashMap<>(tensors);
    trained.keySet().removeIf(name -> !NetworkTensors.isTrained(name));
    Map<String, Tensor> buffers =
        optimizer(saved).map(state -> fitting(state, trained)).orElse(new HashMap<>());
    buffers.keySet().removeAll(idle);
    trained.keySet().removeAll(idle);
    return buffers.size() == trained.size() ? buffers : Map.of();
  }

  /** What is there by one of the usual names, or is the first of a list there. */
  private static Optional<Dict> optimizer(Object saved) {
    return saved instanceof Dict dict
        ? KEYS.stream().flatMap(key -> optimizers(dict, key)).findFirst()
        : Optional.empty();
  }

  private static Stream<Dict> optimizers(Dict saved, String key) {
    return Stream.concat(
        saved.get(key, Dict.class).stream(),
        saved.list(key).stream().filter(Dict.class::isInstance).map(Dict.class::cast));
  }

  private static Map<String, Tensor> fitting(Dict optimizer, Map<String, Tensor> trained) {
    List<?> numbers = parameters(optimizer).limit(trained.size() + 1L).toList();
    if (numbers.size() != trained.size()) {
      return new HashMap<>();
    }
    Iterator<?> number = numbers.iterator();
    Map<String, Tensor> buffers = new LinkedHashMap<>();
    trained.forEach(
        (name, tensor) ->
            buffer(optimizer, number.next())
                .filter(buffer -> Arrays.equals(buffer.shape(), tensor.shape()))
                .ifPresent(buffer -> buffers.put(name, buffer)));
    return buffers;
  }

  /** The numbers of all parameters, group by group. */
  private static Stream<?> parameters(Dict optimizer) {
    return optimizer.list("param_groups").stream()
        .filter(Dict.class::isInstance)
        .map(Dict.class::cast)
        .flatMap(group -> group.list("params").stream());
  }

  private static Optional<Tensor> buffer(Dict optimizer, Object number) {
    return optimizer
        .get("state", Dict.class)
        .flatMap(state -> state.get(number, Dict.class))
        .flatMap(state -> state.get("momentum_buffer", Tensor.class))
        .filter(buffer -> buffer.type().isFloatingPoint() && !buffer.isExpanded());
  }
}
