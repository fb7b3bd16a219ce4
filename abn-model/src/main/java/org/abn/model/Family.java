package org.abn.model;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.abn.model.backbone.Backbone;
import org.abn.model.backbone.DenseNet;
import org.abn.model.backbone.ResNeXt;
import org.abn.model.backbone.ResNet;
import org.abn.model.backbone.Vgg;
import org.abn.model.backbone.WideResNet;

/** The families of backbones: how their members are named and what images they are for. */
enum Family {
  RESNET("resnetD", Images.CIFAR, (d, dropout) -> ResNet.forCifar(d[0])),
  WIDE_RESNET("wrn-D-K", Images.CIFAR, 0.3, (d, dropout) -> WideResNet.of(d[0], d[1], dropout)),
  DENSENET("densenet-D-K", Images.CIFAR, 0, (d, dropout) -> DenseNet.of(d[0], d[1], dropout)),
  RESNEXT("resnext-D-CxW", Images.CIFAR, (d, dropout) -> ResNeXt.of(d[0], d[1], d[2])),
  IMAGENET_RESNET("imagenet-resnetD", Images.IMAGENET, (d, dropout) -> ResNet.forImageNet(d[0])),
  MULTI_TASK_RESNET("multitask-resnetD", Images.IMAGENET, (d, dropout) -> ResNet.forTasks(d[0])),
  SENET("seresnetD", Images.IMAGENET, (d, dropout) -> ResNet.withSqueezeAndExcitation(d[0])),
  VGG16("vgg16", Images.IMAGENET, 0.5, (d, dropout) -> new Vgg(false, dropout)),
  VGG16_BN("vgg16-bn", Images.IMAGENET, 0.5, (d, dropout) -> new Vgg(true, dropout));

  /** Builds the member of the numbers in its name. */
  @FunctionalInterface
  interface Table {
    Backbone of(int[] numbers, double dropout);
  }

  private final String form;
  private final Pattern name;
  private final Images input;
  private final OptionalDouble dropout;
  private final Table table;

  Family(String form, Images input, Table table) {
    this(form, input, OptionalDouble.empty(), table);
  }

  Family(String form, Images input, double dropout, Table table) {
    this(form, input, OptionalDouble.of(dropout), table);
  }

  Family(String form, Images input, OptionalDouble dropout, Table table) {
    this.form = form;
    name = Pattern.compile(form.replaceAll("[A-Z]", "([0-9]{1,5})")); // a capital is a number
    this.input = input;
    this.dropout = dropout;
    this.table = table;
  }

  /** A backbone and the images of the dataset that the paper trains it on. */
  record Member(Backbone backbone, Images input) {}

  /**
   * The backbone of a name, say {@code wrn-28-4}; empty where no family has such names.
   *
   * @param otherDropout in place of the family's own, where it is given
   * @throws IllegalArgumentException where the family has no member of these numbers, or no dropout
   */
  static Optional<Member> member(String name, OptionalDouble otherDropout) {
    for (Family family : values()) {
      Matcher matcher = family.name.matcher(name);
      if (matcher.matches()) {
        return Optional.of(family.member(matcher.toMatchResult(), otherDropout));
      }
    }
    return Optional.empty();
  }

  /** The forms of names: {@code resnetD, wrn-D-K, ...}. */
  static String forms() {
    return String.join(", ", Arrays.stream(values()).map(family -> family.form).toList());
  }

  private Member member(MatchResult match, OptionalDouble otherDropout) {
    if (otherDropout.isPresent() && dropout.isEmpty()) {
      throw new IllegalArgumentException(match.group() + " has no dropout");
    }
    int[] numbers =
        IntStream.rangeClosed(1, match.groupCount())
            .map(i -> Integer.parseInt(match.group(i)))
            .toArray();
    return new Member(table.of(numbers, otherDropout.orElse(dropout.orElse(0))), input);
  }
}
