package org.abn.spark.tables;

import java.util.Arrays;
import java.util.Locale;

/** A dataset that the paper trains on; each has its directory in {@code conf/}. */
public enum PaperDataset {
  /** 10 classes. */
  CIFAR10("cifar10", 10),
  /** 100 classes. */
  CIFAR100("cifar100", 100),
  /** 10 classes. */
  SVHN("svhn", 10),
  /** ILSVRC 2012. */
  IMAGENET("imagenet", 1000),
  /** Car models of the tech-report split; the paper says 432. */
  COMPCARS("compcars", 431),
  /** Car makers. */
  COMPCARS_MAKER("compcars", 75),
  /** 40 attributes. */
  CELEBA("celeba", 40);

  private final String shards;
  private final int answers;

  PaperDataset(String shards, int answers) {
    this.shards = shards;
    this.answers = answers;
  }

  /** That of a configuration such as {@code cifar100/resnet20}. */
  public static PaperDataset ofConf(String conf) {
    String directory = conf.substring(0, conf.indexOf('/'));
    return Arrays.stream(values())
        .filter(dataset -> dataset.directory().equals(directory))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no dataset has a directory " + directory));
  }

  /** Its directory in {@code conf/}, and of its shards below {@code data.uri}. */
  public String directory() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Its name among those that {@code shard} knows. */
  public String shards() {
    return shards;
  }

  /** How many classes or attributes it has. */
  public int answers() {
    return answers;
  }
}
