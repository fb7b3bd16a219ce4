package org.abn.spark.figures;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A figure of Fukui et al. 2019 that shows what trained networks do with images. */
public enum PaperIllustration {
  /** What Grad-CAM, CAM and the attention branch look at. */
  METHODS(
      4,
      "Grad-CAM, CAM and attention maps of the same images on ImageNet",
      2,
      "imagenet/imagenet-resnet152",
      "imagenet/cam-resnet152",
      "imagenet/abn-imagenet-resnet152"),

  /** What a network looks at that tells makers, and one that tells models. */
  MAKERS_AND_MODELS(
      5,
      "Attention maps of networks that tell the makers and the models of the same cars",
      3,
      "compcars-maker/abn-imagenet-resnet101",
      "compcars/abn-imagenet-resnet101"),

  /** Features of the last stage without attention, before and behind the attention mechanism. */
  FEATURES(
      6,
      "Features of the last stage on CompCars, drawn by t-SNE",
      3,
      "compcars/imagenet-resnet101",
      "compcars/abn-imagenet-resnet101"),

  /** What a multi-task network looks at, attribute by attribute. */
  ATTRIBUTES(
      7, "Attention maps of facial attributes on CelebA", 4, "celeba/abn-multitask-resnet101");

  private final int number;
  private final String title;
  private final int table;
  private final List<String> confs;

  PaperIllustration(int number, String title, int table, String... confs) {
    this.number = number;
    this.title = title;
    this.table = table;
    this.confs = List.of(confs);
  }

  /** The figure of a number; empty where it shows no network of ours. */
  public static Optional<PaperIllustration> numbered(int number) {
    return Arrays.stream(values()).filter(figure -> figure.number == number).findFirst();
  }

  /** As the paper numbers it, 4 to 7. */
  public int number() {
    return number;
  }

  /** What it shows. */
  public String title() {
    return title;
  }

  /** The number of the table that its networks are of. */
  public int table() {
    return table;
  }

  /** The configurations of its networks, in the order in which they are shown. */
  public List<String> confs() {
    return confs;
  }
}
