package org.abn.model.checkpoint.pickle;

/** Stands in for a Python function or class that a pickle calls. */
@FunctionalInterface
public interface Constructor {

  /**
   * The value that Python would have made.
   *
   * @throws InvalidPickleException where the arguments are not what Python's function takes
   */
  Object call(Arguments arguments);
}
