package org.abn.model.checkpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.abn.model.checkpoint.torch.InvalidCheckpointException;
import org.abn.model.checkpoint.torch.StateDict;

/** What classifies in the networks of PyTorch's that a checkpoint can be of. */
final class Classifiers {

  /** What backbones call it. */
  private static final List<String> NAMES = List.of("fc", "classifier", "classifier.6");

  private static final Pattern TASK_BIAS = Pattern.compile("output_per\\.[0-9]+\\.bias");

  private Classifiers() {}

  /** Names of the tensors of all of them. */
  static Set<String> tensors() {
    return NAMES.stream()
        .flatMap(name -> Stream.of(name + ".weight", name + ".bias"))
        .collect(Collectors.toSet());
  }

  /**
   * How many classes the classifier tells apart, or how many tasks have a head; empty where there
   * is neither.
   *
   * @throws InvalidCheckpointException where there are several of different numbers
   */
  static OptionalInt classes(Candidates candidates) {
    Map<Integer, StateDict> whole = places(candidates.found().stream());
    Map<Integer, StateDict> places = whole.isEmpty() ? places(candidates.parts()) : whole;
    if (places.size() > 1) {
      throw new InvalidCheckpointException(
          "has classifiers of %s classes, below %s: choose one by --key, or give --classes"
              .formatted(
                  places.keySet().stream().map(String::valueOf).collect(Collectors.joining(", ")),
                  Candidates.keys(List.copyOf(places.values()))));
    }
    return places.keySet().stream().mapToInt(Integer::intValue).findFirst();
  }

  /** By the numbers of classes, where each is first found. */
  private static Map<Integer, StateDict> places(Stream<StateDict> candidates) {
    Map<Integer, StateDict> places = new LinkedHashMap<>();
    candidates.forEach(
        candidate ->
            candidate.spellings().stream()
                .flatMapToInt(spelling -> classes(spelling).stream())
                .forEach(classes -> places.putIfAbsent(classes, candidate)));
    return places;
  }

  private static OptionalInt classes(StateDict stateDict) {
    Set<String> names = stateDict.tensors().keySet();
    int heads = (int) names.stream().filter(TASK_BIAS.asMatchPredicate()).count();
    if (heads > 0) {
      return OptionalInt.of(heads);
    }
    return NAMES.stream()
        .flatMap(name -> Stream.ofNullable(stateDict.tensors().get(name + ".bias")))
        .mapToInt(bias -> (int) bias.length())
        .findFirst();
  }
}
