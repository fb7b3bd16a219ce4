package org.abn.model.checkpoint.torch;

import static java.util.stream.Collectors.joining;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.abn.model.checkpoint.pickle.Dict;
import org.abn.model.checkpoint.pickle.PythonType;

/** Finds the dicts of tensors in what was saved, wherever a training program has put them. */
public final class StateDicts {

  /** As {@code callbacks.EMA.state.model.module}. */
  private static final int DEEPEST = 5;

  /** Values that are looked at; a hostile file has millions. */
  private static final int MOST_VALUES = 200_000;

  /** More than an optimiser has, whose state is a dict of tensors for each parameter. */
  private static final int MOST_FOUND = 10_000;

  /** In a message. */
  private static final int MOST_NAMES = 10;

  /** With their types, which are long. */
  private static final int MOST_DESCRIBED = 3;

  private StateDicts() {}

  /**
   * All of them, outer ones first.
   *
   * @param saved what a file holds
   * @throws InvalidCheckpointException where there are none
   */
  public static List<StateDict> in(Object saved) {
    List<StateDict> found = below(Saved.whole(saved), new ModuleTensors());
    if (found.isEmpty()) {
      throw new InvalidCheckpointException(
          "holds no tensors by name, but %s: save network.state_dict()"
              .formatted(description(saved)));
    }
    return found;
  }

  /**
   * Those that a user's key names.
   *
   * @param saved what a file holds
   * @param key names with dots between them, the last perhaps one that names of tensors begin with;
   *     a dot alone is the whole
   * @throws InvalidCheckpointException where there are none
   */
  public static List<StateDict> at(Object saved, String key) {
    var whole = Saved.whole(saved);
    var modules = new ModuleTensors();
    List<StateDict> found =
        key.equals(".")
            ? whole.stateDict(modules).stream().toList()
            : at(whole, key, modules).toList();
    if (found.isEmpty()) {
      throw new InvalidCheckpointException(
          "has no tensors below the key %s: the keys are %s".formatted(key, names(whole)));
    }
    return found;
  }

  private static String description(Object saved) {
    return saved instanceof Dict dict && !dict.entries().isEmpty()
        ? dict.entries().stream()
            .limit(MOST_DESCRIBED)
            .map(entry -> "%s (%s)".formatted(entry.getKey(), PythonType.of(entry.getValue())))
            .collect(joining(", ", "a dict of ", ""))
        : PythonType.of(saved);
  }

  private static String names(Saved value) {
    return value.children().limit(MOST_NAMES).map(Saved::name).collect(joining(", "));
  }

  /** Only those that the key itself names, where there are any. */
  private static Stream<StateDict> at(Saved value, String key, ModuleTensors modules) {
    Stream<StateDict> named =
        value
            .children()
            .filter(child -> key.equals(child.name()))
            .flatMap(
                child ->
                    child
                        .stateDict(modules)
                        .map(List::of)
                        .orElseGet(() -> below(child, modules))
                        .stream());
    Stream<StateDict> further =
        value
            .children()
            .filter(child -> key.startsWith(child.name() + "."))
            .flatMap(child -> at(child, key.substring(child.name().length() + 1), modules));
    Stream<StateDict> prefixed =
        value.stateDict(modules).stream()
            .map(found -> found.below(value.keyOf(key), key + "."))
            .filter(found -> !found.tensors().isEmpty());
    return Stream.of(named, further, prefixed).flatMap(each -> each);
  }

  private static List<StateDict> below(Saved start, ModuleTensors modules) {
    List<StateDict> found = new ArrayList<>();
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Saved> next = new ArrayDeque<>(List.of(start));
    while (!next.isEmpty() && seen.size() < MOST_VALUES && found.size() < MOST_FOUND) {
      Saved value = next.remove();
      if (seen.add(value.value())) {
        value.stateDict(modules).ifPresent(found::add);
        if (value.depth() - start.depth() < DEEPEST && !value.isModule()) {
          value.children().filter(Saved::isContainer).forEach(next::add);
        }
      }
    }
    return found;
  }
}
