package org.abn.model.checkpoint.pickle;

import java.util.Optional;

/** The world outside a pickle: what stands for that which it names. */
public interface Globals {

  /**
   * What stands for a Python global: a {@link Constructor}, or any value.
   *
   * @param name with its module, say {@code collections.OrderedDict}
   * @return empty where nothing does, and a {@link Placeholder} is to
   */
  Optional<Object> find(String name);

  /**
   * What a persistent id stands for, which lies outside the pickle.
   *
   * @throws InvalidPickleException where there is none
   */
  Object persistent(Arguments id);
}
