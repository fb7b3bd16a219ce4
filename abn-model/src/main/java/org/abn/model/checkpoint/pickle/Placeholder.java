package org.abn.model.checkpoint.pickle;

import java.util.List;
import java.util.Optional;

/**
 * Stands for a class, a function or an object that we have no counterpart of. It is inert: nothing
 * is looked up or run for it. It keeps what the pickle says, which matters only to whoever needs
 * the object.
 */
public final class Placeholder implements Constructor {

  private final String module;
  private final String name;
  private final Dict items = new Dict();
  private Object state = None.NONE;

  /**
   * Stands for a class or function.
   *
   * @param module where Python would look for it
   * @param name of it there
   */
  public Placeholder(String module, String name) {
    this.module = module;
    this.name = name;
  }

  /** Another one, for what Python would have made: an object, or a function's result. */
  @Override
  public Placeholder call(Arguments arguments) {
    return new Placeholder(module, name);
  }

  /** What was put into it as into a dict. */
  public Dict items() {
    return items;
  }

  /** The object's attributes by name; empty where it was given none. */
  public Optional<Dict> attributes() {
    // An object with slots has a tuple of both kinds.
    Object first = state instanceof List<?> both && !both.isEmpty() ? both.get(0) : state;
    return first instanceof Dict dict ? Optional.of(dict) : Optional.empty();
  }

  void setState(Object newState) {
    state = newState;
  }

  /** The name of the class or function, with its module. */
  @Override
  public String toString() {
    return PythonType.qualified(module, name);
  }
}
