package org.abn.model.checkpoint;

import static java.util.stream.Collectors.joining;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.abn.model.checkpoint.torch.InvalidCheckpointException;
import org.abn.model.checkpoint.torch.StateDict;
import org.abn.model.checkpoint.torch.Tensor;

/**
 * The dicts of tensors in a file, of which a network's state_dict is the one that fits.
 *
 * @param found at least one
 */
record Candidates(List<StateDict> found) {

  /**
   * The one that is exactly what is expected, in the spelling in which it is.
   *
   * @param fresh what may be the only fault, with advice in that case
   * @throws InvalidCheckpointException where several fit; where none does, it names the first fault
   *     of the one that comes nearest, and says how many more there are
   */
  StateDict fitting(ExpectedTensors expected, Fresh fresh) {
    List<StateDict> whole = fitting(found.stream(), expected);
    List<StateDict> fitting = whole.isEmpty() ? fitting(parts(), expected) : whole;
    if (!areAllTheSame(fitting)) {
      throw new InvalidCheckpointException(
          "holds several state_dicts that fit, below %s: choose one by --key NAME"
              .formatted(keys(fitting)));
    }
    return fitting.stream().findFirst().orElseThrow(() -> unfitting(expected, fresh));
  }

  private static List<StateDict> fitting(Stream<StateDict> all, ExpectedTensors expected) {
    return all.flatMap(each -> each.spellings().stream().filter(expected::areIn).limit(1)).toList();
  }

  /** As those of a network and of its state_dict, where both were saved. */
  private static boolean areAllTheSame(List<StateDict> fitting) {
    return fitting.stream().skip(1).allMatch(other -> areSame(fitting.get(0), other));
  }

  private static boolean areSame(StateDict one, StateDict other) {
    return one.tensors().entrySet().stream()
        .allMatch(
            due -> {
              Tensor found = other.tensors().get(due.getKey());
              return found != null && found.isSameAs(due.getValue());
            });
  }

  /** Those of networks that were saved in one dict with others. */
  Stream<StateDict> parts() {
    return found.stream().flatMap(each -> each.parts().stream());
  }

  /** Names of places, the whole file's being a dot. */
  static String keys(List<StateDict> places) {
    return places.stream().limit(10).map(Candidates::key).collect(joining(", "));
  }

  private static String key(StateDict place) {
    return place.key().isEmpty() ? "." : place.key();
  }

  private InvalidCheckpointException unfitting(ExpectedTensors expected, Fresh fresh) {
    StateDict nearest =
        found.stream()
            .flatMap(each -> each.spellings().stream())
            .max(Comparator.comparingLong(expected::namesIn))
            .orElseThrow();
    List<ExpectedTensors.Fault> faults = expected.faults(nearest);
    String place = nearest.key().isEmpty() ? "" : nearest.key() + ": ";
    String more =
        faults.size() == 1 ? "" : String.format(Locale.ROOT, " (and %d more)", faults.size() - 1);
    return new InvalidCheckpointException(
        place + faults.get(0).message() + more + fresh.advice(faults));
  }
}
