package org.abn.model.checkpoint.torch;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.abn.model.checkpoint.pickle.Dict;
import org.abn.model.checkpoint.pickle.Placeholder;

/** A value within what was saved, and the way to it. */
final class Saved {

  private final Optional<Saved> parent;
  private final String name;
  private final int depth;
  private final Object value;

  private Saved(Optional<Saved> parent, String name, int depth, Object value) {
    this.parent = parent;
    this.name = name;
    this.depth = depth;
    this.value = value;
  }

  /** The whole. */
  static Saved whole(Object value) {
    return new Saved(Optional.empty(), "", 0, value);
  }

  /** Those of a dict by name, of a list by place, and of an object its items and attributes. */
  Stream<Saved> children() {
    if (value instanceof Dict dict) {
      return children(dict);
    }
    if (value instanceof List<?> list) {
      return IntStream.range(0, list.size()).mapToObj(i -> child(String.valueOf(i), list.get(i)));
    }
    return value instanceof Placeholder object
        ? Stream.concat(
            children(object.items()), object.attributes().stream().flatMap(this::children))
        : Stream.empty();
  }

  private Stream<Saved> children(Dict dict) {
    return dict.entries().stream()
        .filter(entry -> entry.getKey() instanceof String || entry.getKey() instanceof Number)
        .map(entry -> child(String.valueOf(entry.getKey()), entry.getValue()));
  }

  private Saved child(String childName, Object child) {
    return new Saved(Optional.of(this), childName, depth + 1, child);
  }

  /** What its parent calls it. */
  String name() {
    return name;
  }

  /** How many names lead to it. */
  int depth() {
    return depth;
  }

  Object value() {
    return value;
  }

  /** The names that lead to it, with dots between them; empty of the whole. */
  String key() {
    return parent.map(above -> above.keyOf(name)).orElse(name);
  }

  /** The names that lead to something below. */
  String keyOf(String below) {
    return parent.isEmpty() ? below : key() + "." + below;
  }

  /**
   * Its tensors by name; empty where it has none.
   *
   * @param modules reads it where it is a module
   */
  Optional<StateDict> stateDict(ModuleTensors modules) {
    return dict(modules).filter(Saved::hasTensors).map(dict -> StateDict.of(key(), dict));
  }

  private static boolean hasTensors(Dict dict) {
    return dict.entries().stream()
        .anyMatch(entry -> entry.getKey() instanceof String && entry.getValue() instanceof Tensor);
  }

  private Optional<Dict> dict(ModuleTensors modules) {
    if (value instanceof Placeholder object) {
      return Optional.of(isModule() ? modules.of(object) : object.items());
    }
    return value instanceof Dict dict ? Optional.of(dict) : Optional.empty();
  }

  /** Whether it is a network itself, and not its state_dict. */
  boolean isModule() {
    return value instanceof Placeholder object && ModuleTensors.areIn(object);
  }

  /** Whether anything can lie below. */
  boolean isContainer() {
    return value instanceof Dict || value instanceof List<?> || value instanceof Placeholder;
  }
}
