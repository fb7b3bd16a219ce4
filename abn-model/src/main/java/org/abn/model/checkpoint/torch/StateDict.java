package org.abn.model.checkpoint.torch;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.abn.model.checkpoint.pickle.Dict;

/** A network's tensors by name, in PyTorch's order. */
public final class StateDict {

  /** What {@code DataParallel} puts before each name. */
  private static final String PARALLEL = "module.";

  private final Map<String, Tensor> tensors;
  private final boolean parallel;

  private StateDict(Map<String, Tensor> tensors, boolean parallel) {
    this.tensors = Collections.unmodifiableMap(tensors);
    this.parallel = parallel;
  }

  /**
   * The tensors of a saved object: the object itself, or what it has as {@code state_dict}. The
   * prefix of {@code DataParallel} is removed where every name has it.
   *
   * @throws InvalidCheckpointException where there is neither
   */
  public static StateDict of(Object saved) {
    if (!(saved instanceof Dict dict)) {
      throw new InvalidCheckpointException("holds no state_dict: save network.state_dict()");
    }
    Map<String, Tensor> tensors = tensors(dict.get("state_dict", Dict.class).orElse(dict));
    boolean parallel =
        !tensors.isEmpty() && tensors.keySet().stream().allMatch(n -> n.startsWith(PARALLEL));
    return new StateDict(parallel ? withoutPrefix(tensors) : tensors, parallel);
  }

  private static Map<String, Tensor> tensors(Dict stateDict) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<Object, Object> entry : stateDict.entries()) {
      if (!(entry.getKey() instanceof String name)
          || !(entry.getValue() instanceof Tensor tensor)) {
        throw new InvalidCheckpointException(
            "holds no state_dict, but a dict whose entry %s is no tensor"
                .formatted(entry.getKey()));
      }
      tensors.put(name, tensor);
    }
    return tensors;
  }

  private static Map<String, Tensor> withoutPrefix(Map<String, Tensor> tensors) {
    Map<String, Tensor> renamed = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> renamed.put(name.substring(PARALLEL.length()), tensor));
    return renamed;
  }

  /** The tensors by name. */
  public Map<String, Tensor> tensors() {
    return tensors;
  }

  /** Whether the prefix of {@code DataParallel} was removed from the names. */
  public boolean wasParallel() {
    return parallel;
  }
}
