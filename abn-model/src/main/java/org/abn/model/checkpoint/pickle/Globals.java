package org.abn.model.checkpoint.pickle;

import java.util.Optional;

/** The world outside a pickle: all that it may name. */
public interface Globals {

  /**
   * What stands for a Python global: a {@link Constructor}, or any value.
   *
   * @param name with its module, say {@code collections.OrderedDict}
   * @return empty where a pickle may not name it
   */
  Optional<Object> find(String name);

  /**
   * What a persistent id stands for, which lies outside the pickle.
   *
   * @throws InvalidPickleException where there is none
   */
  Object persistent(Arguments id);
}
