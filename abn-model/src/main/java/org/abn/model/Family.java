package org.abn.model;

import java.util.OptionalDouble;
import org.abn.model.backbone.Backbone;
import org.abn.model.backbone.DenseNet;
import org.abn.model.backbone.ResNeXt;
import org.abn.model.backbone.ResNet;
import org.abn.model.backbone.Vgg;
import org.abn.model.backbone.WideResNet;

/** The families of backbones, and what images their tables are for. */
enum Family {
  RESNET("resnetD", InputShape.CIFAR, (d, dropout) -> ResNet.forCifar(d[0])),
  WIDE_RESNET("wrn-D-K", InputShape.CIFAR, 0.3, (d, dropout) -> WideResNet.of(d[0], d[1], dropout)),
  DENSENET("densenet-D-K", InputShape.CIFAR, 0, (d, dropout) -> DenseNet.of(d[0], d[1], dropout)),
  RESNEXT("resnext-D-CxW", InputShape.CIFAR, (d, dropout) -> ResNeXt.of(d[0], d[1], d[2])),
  IMAGENET_RESNET(
      "imagenet-resnetD", InputShape.IMAGENET, (d, dropout) -> ResNet.forImageNet(d[0])),
  MULTI_TASK_RESNET(
      "multitask-resnetD", InputShape.IMAGENET, (d, dropout) -> ResNet.forTasks(d[0])),
  SENET("seresnetD", InputShape.IMAGENET, (d, dropout) -> ResNet.withSqueezeAndExcitation(d[0])),
  VGG16("vgg16", InputShape.IMAGENET, 0.5, (d, dropout) -> new Vgg(false, dropout)),
  VGG16_BN("vgg16-bn", InputShape.IMAGENET, 0.5, (d, dropout) -> new Vgg(true, dropout));

  /** Builds the member of the numbers in its name. */
  @FunctionalInterface
  interface Table {
    Backbone of(int[] numbers, double dropout);
  }

  private final String form;
  private final InputShape input;
  private final OptionalDouble dropout;
  private final Table table;

  Family(String form, InputShape input, Table table) {
    this(form, input, OptionalDouble.empty(), table);
  }

  Family(String form, InputShape input, double dropout, Table table) {
    this(form, input, OptionalDouble.of(dropout), table);
  }

  Family(String form, InputShape input, OptionalDouble dropout, Table table) {
    this.form = form;
    this.input = input;
    this.dropout = dropout;
    this.table = table;
  }

  /** The form of its members' names, in which a capital stands for a number. */
  String form() {
    return form;
  }

  /** The images of the dataset that the paper trains the family on. */
  InputShape input() {
    return input;
  }

  boolean hasDropout() {
    return dropout.isPresent();
  }

  /**
   * A member.
   *
   * @param numbers in the order of the form
   * @param otherDropout in place of the family's own, where it is given
   * @throws IllegalArgumentException where the family has no member of these numbers
   */
  Backbone member(int[] numbers, OptionalDouble otherDropout) {
    return table.of(numbers, otherDropout.orElse(dropout.orElse(0)));
  }
}
