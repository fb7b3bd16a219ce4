package org.abn.model.checkpoint.torch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Removes from the names of tensors what PyTorch puts there that is no part of the network. */
final class Wrappers {

  /** What {@code DataParallel}, its kin and {@code AveragedModel} put before each name. */
  private static final String PARALLEL = "module.";

  /** What {@code torch.compile}, FSDP and checkpointed activations put before each module. */
  private static final Pattern ANYWHERE =
      Pattern.compile("(?<![^.])(_orig_mod|_fsdp_wrapped_module|_checkpoint_wrapped_module)\\.");

  /** How many networks an {@code AveragedModel} is the mean of. */
  private static final String AVERAGED = "n_averaged";

  private Wrappers() {}

  /** Without all of them, in whatever order and how often they come. */
  static StateDict removedFrom(StateDict given) {
    return withoutFirst(withoutInner(withoutFirst(given)));
  }

  private static StateDict withoutFirst(StateDict given) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(given.tensors());
    tensors.remove(AVERAGED);
    var network = new StateDict(given.key(), given.prefix(), tensors, given.others());
    String first = network.first();
    return first.equals(PARALLEL) || ANYWHERE.matcher(first).matches()
        ? withoutFirst(network.without(first))
        : given;
  }

  private static StateDict withoutInner(StateDict given) {
    var removed = new StringBuilder();
    Map<String, Tensor> tensors = withoutInner(given.tensors(), removed);
    boolean unique = tensors.size() == given.tensors().size();
    return removed.isEmpty() || !unique
        ? given
        : new StateDict(
            given.key(),
            given.prefix() + removed,
            tensors,
            withoutInner(given.others(), new StringBuilder()));
  }

  private static <T> Map<String, T> withoutInner(Map<String, T> named, StringBuilder removed) {
    Map<String, T> plain = new LinkedHashMap<>();
    named.forEach(
        (name, value) -> {
          Matcher found = ANYWHERE.matcher(name);
          if (removed.isEmpty() && found.find()) {
            removed.append(found.group());
          }
          plain.put(found.replaceAll(""), value);
        });
    return plain;
  }
}
