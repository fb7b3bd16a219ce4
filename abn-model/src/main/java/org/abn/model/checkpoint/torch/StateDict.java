package org.abn.model.checkpoint.torch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.abn.model.checkpoint.pickle.Dict;
import org.abn.model.checkpoint.pickle.PythonType;

/**
 * Tensors by name, in PyTorch's order, as a network's {@code state_dict()} has them.
 *
 * @param key where they lie in what was saved, such as {@code checkpoint.model}; empty of the whole
 * @param prefix what was removed from their names, such as {@code module.}; empty of nothing
 * @param tensors by name
 * @param others what lies there by name and is no tensor, as Python calls its type
 */
public record StateDict(
    String key, String prefix, Map<String, Tensor> tensors, Map<String, String> others) {

  /** As deep as programs nest a network within others. */
  private static final int MOST_SPELLINGS = 5;

  /** Keeps views of the maps. */
  public StateDict {
    tensors = Collections.unmodifiableMap(tensors);
    others = Collections.unmodifiableMap(others);
  }

  /** What lies in a dict by name. */
  static StateDict of(String key, Dict dict) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Map<String, String> others = new LinkedHashMap<>();
    for (Map.Entry<Object, Object> entry : dict.entries()) {
      if (entry.getKey() instanceof String name) {
        if (entry.getValue() instanceof Tensor tensor) {
          tensors.put(name, tensor);
        } else {
          others.put(name, PythonType.of(entry.getValue()));
        }
      }
    }
    return new StateDict(key, "", tensors, others);
  }

  /**
   * The names as a network could have meant them: without what wraps a network, and then without
   * what else all of them begin with, word by word.
   */
  public List<StateDict> spellings() {
    List<StateDict> spellings = new ArrayList<>();
    StateDict next = Wrappers.removedFrom(this);
    spellings.add(next);
    while (!next.first().isEmpty() && spellings.size() < MOST_SPELLINGS) {
      next = Wrappers.removedFrom(next.without(next.first()));
      spellings.add(next);
    }
    return spellings;
  }

  /**
   * Those of each first word of the names, where these differ: of the network alone where a
   * training program has saved its loss along with it.
   */
  public List<StateDict> parts() {
    List<StateDict> parts = new ArrayList<>();
    for (StateDict spelling : spellings()) {
      Map<String, Map<String, Tensor>> byWord = spelling.byFirstWord();
      if (byWord.size() > 1) {
        byWord.forEach((word, named) -> parts.add(spelling.part(word, named)));
      }
    }
    return parts;
  }

  private Map<String, Map<String, Tensor>> byFirstWord() {
    Map<String, Map<String, Tensor>> byWord = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          int dot = name.indexOf('.');
          if (dot > 0) {
            byWord
                .computeIfAbsent(name.substring(0, dot), word -> new LinkedHashMap<>())
                .put(name.substring(dot + 1), tensor);
          }
        });
    return byWord;
  }

  private StateDict part(String word, Map<String, Tensor> named) {
    String way = prefix + word;
    return new StateDict(key.isEmpty() ? way : key + "." + way, "", named, Map.of());
  }

  /** The word, and the dot behind it, with which all tensors' names begin; empty without one. */
  String first() {
    String any = tensors.isEmpty() ? "" : tensors.keySet().iterator().next();
    String first = any.substring(0, any.indexOf('.') + 1);
    return tensors.keySet().stream().allMatch(name -> name.startsWith(first)) ? first : "";
  }

  /** Without a word that all tensors' names begin with. */
  StateDict without(String first) {
    return new StateDict(key, prefix + first, below(first, tensors), below(first, others));
  }

  /** Those alone whose names begin with a word. */
  StateDict below(String newKey, String first) {
    return new StateDict(newKey, prefix, below(first, tensors), below(first, others));
  }

  private static <T> Map<String, T> below(String first, Map<String, T> named) {
    Map<String, T> below = new LinkedHashMap<>();
    named.forEach(
        (name, value) -> {
          if (name.startsWith(first)) {
            below.put(name.substring(first.length()), value);
          }
        });
    return below;
  }
}
