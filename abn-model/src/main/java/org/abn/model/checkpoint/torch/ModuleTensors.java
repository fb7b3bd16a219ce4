package org.abn.model.checkpoint.torch;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.abn.model.checkpoint.pickle.Dict;
import org.abn.model.checkpoint.pickle.None;
import org.abn.model.checkpoint.pickle.Placeholder;

/**
 * What {@code state_dict()} gives of networks, read from the attributes of pickled ones: no module
 * is made for it.
 */
final class ModuleTensors {

  private static final int DEEPEST = 64;

  /** Modules and tensors of all networks; a hostile one may be within itself, and twice. */
  private static final int MOST_STEPS = 1_000_000;

  private static final int LONGEST_NAME = 1000;

  private int steps;

  /** Whether an object is a module. */
  static boolean areIn(Placeholder object) {
    return attribute(object, "_parameters").isPresent()
        && attribute(object, "_modules").isPresent();
  }

  /**
   * A network's tensors by name.
   *
   * @throws InvalidCheckpointException where modules are nested without an end
   */
  Dict of(Placeholder module) {
    Dict tensors = new Dict();
    add(tensors, module, "", 0);
    return tensors;
  }

  private void add(Dict tensors, Placeholder module, String prefix, int depth) {
    requireEnd(depth <= DEEPEST && prefix.length() <= LONGEST_NAME);
    attribute(module, "_parameters").ifPresent(own -> add(tensors, own, prefix, Set.of()));
    attribute(module, "_buffers").ifPresent(own -> add(tensors, own, prefix, passing(module)));
    attribute(module, "_modules")
        .ifPresent(
            inner -> {
              for (Map.Entry<Object, Object> entry : inner.entries()) {
                if (entry.getValue() instanceof Placeholder next) {
                  add(tensors, next, prefix + entry.getKey() + ".", depth + 1);
                }
              }
            });
  }

  private void requireEnd(boolean near) {
    steps++;
    if (!near || steps > MOST_STEPS) {
      throw new InvalidCheckpointException(
          "holds a module with more modules within than are read: save network.state_dict()");
    }
  }

  private void add(Dict tensors, Dict own, String prefix, Set<?> without) {
    for (Map.Entry<Object, Object> entry : own.entries()) {
      requireEnd(true);
      if (entry.getValue() != None.NONE && !without.contains(entry.getKey())) {
        tensors.put(prefix + entry.getKey(), entry.getValue());
      }
    }
  }

  /** Names of buffers that no state_dict has. */
  private static Set<?> passing(Placeholder module) {
    Set<Object> names = new HashSet<>();
    module
        .attributes()
        .ifPresent(
            attributes -> {
              for (Object name : attributes.list("_non_persistent_buffers_set")) {
                if (name instanceof String) {
                  names.add(name);
                }
              }
            });
    return names;
  }

  private static Optional<Dict> attribute(Placeholder object, String name) {
    return object.attributes().flatMap(attributes -> attributes.get(name, Dict.class));
  }
}
