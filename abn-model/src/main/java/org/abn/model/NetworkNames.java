package org.abn.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.abn.model.Network.Kind;

/** The register of networks: every form of names, and what it names. */
final class NetworkNames {

  /** Families that every kind of network for one task is made of, under their own names. */
  private static final List<Family> SINGLE_TASK =
      List.of(
          Family.WIDE_RESNET,
          Family.DENSENET,
          Family.RESNEXT,
          Family.IMAGENET_RESNET,
          Family.SENET,
          Family.VGG16,
          Family.VGG16_BN);

  private static final List<Entry> ENTRIES = entries();

  private NetworkNames() {}

  /**
   * A form of names.
   *
   * @param pattern with a group for each number
   * @param kind what is made of the backbone
   * @param family whose member the backbone is
   * @param fixed the backbone's numbers, where the form itself has none
   */
  private record Entry(Pattern pattern, Kind kind, Family family, int... fixed) {

    Optional<Named> match(String name) {
      Matcher matcher = pattern.matcher(name);
      return matcher.matches()
          ? Optional.of(new Named(kind, family, fixed.length > 0 ? fixed : numbers(matcher)))
          : Optional.empty();
    }

    private static int[] numbers(Matcher matcher) {
      return IntStream.rangeClosed(1, matcher.groupCount())
          .map(i -> Integer.parseInt(matcher.group(i)))
          .toArray();
    }
  }

  /**
   * What a name says.
   *
   * @param kind what is made of the backbone
   * @param family whose member the backbone is
   * @param numbers which member
   */
  record Named(Kind kind, Family family, int... numbers) {}

  private static List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (Kind kind : List.of(Kind.BASELINE, Kind.ABN_RESIDUAL, Kind.ABN_PRODUCT)) {
      // Depths that ImageNet's ResNets have and CIFAR's, 6 n + 2, do not.
      for (int depth : new int[] {18, 34, 101}) {
        entries.add(entry(kind, "resnet" + depth, Family.IMAGENET_RESNET, depth));
      }
      entries.add(entry(kind, Family.RESNET.form(), Family.RESNET));
      SINGLE_TASK.forEach(family -> entries.add(entry(kind, family.form(), family)));
    }
    entries.add(entry(Kind.CLASS_ACTIVATION_MAP, "resnetD", Family.IMAGENET_RESNET));
    SINGLE_TASK.forEach(
        family -> entries.add(entry(Kind.CLASS_ACTIVATION_MAP, family.form(), family)));
    for (Kind kind : List.of(Kind.MULTI_TASK, Kind.ABN_MULTI_TASK)) {
      entries.add(entry(kind, Family.MULTI_TASK_RESNET.form(), Family.MULTI_TASK_RESNET));
    }
    return List.copyOf(entries);
  }

  private static Entry entry(Kind kind, String form, Family family, int... fixed) {
    String pattern = kind.prefix() + form.replaceAll("[A-Z]", "([0-9]{1,5})");
    return new Entry(Pattern.compile(pattern), kind, family, fixed);
  }

  /** What a name says; empty where nothing is registered under it. */
  static Optional<Named> find(String name) {
    return ENTRIES.stream().flatMap(entry -> entry.match(name).stream()).findFirst();
  }

  /** The forms of backbones' names: {@code resnetD, wrn-D-K, ...}. */
  static String forms() {
    return Arrays.stream(Family.values()).map(Family::form).collect(Collectors.joining(", "));
  }
}
