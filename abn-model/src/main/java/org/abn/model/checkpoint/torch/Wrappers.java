package org.abn.model.checkpoint.torch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Removes from the names of tensors what PyTorch puts there that is no part of the network. */
final class Wrappers {

  /** What {@code torch.compile}, FSDP and checkpointed activations put before each module. */
  private static final String INNER =
      "(_orig_mod|_fsdp_wrapped_module|_checkpoint_wrapped_module)\\.";

  private static final Pattern ANYWHERE = Pattern.compile("(?<![^.])" + INNER);

  /** Those, and what {@code DataParallel}, its kin and {@code AveragedModel} put before all. */
  private static final Pattern FIRST = Pattern.compile("(?:module\\.|" + INNER + ")*+");

  /** How many networks an {@code AveragedModel} is the mean of. */
  private static final String AVERAGED = "n_averaged";

  private Wrappers() {}

  /** Without all of them, in whatever order and how often they come. */
  static StateDict removedFrom(StateDict given) {
    return withoutFirst(withoutInner(withoutFirst(given)));
  }

  private static StateDict withoutFirst(StateDict given) {
    Matcher first = FIRST.matcher(commonStart(given.tensors().keySet()));
    return first.lookingAt() && first.end() > 0 ? given.without(first.group()) : given;
  }

  private static String commonStart(Set<String> names) {
    String common = "";
    boolean any = false;
    for (String name : names) {
      if (!name.equals(AVERAGED)) {
        common = any ? commonStart(common, name) : name;
        any = true;
      }
    }
    return common;
  }

  private static String commonStart(String one, String other) {
    int length = 0;
    while (length < Math.min(one.length(), other.length())
        && one.charAt(length) == other.charAt(length)) {
      length++;
    }
    return one.substring(0, length);
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
