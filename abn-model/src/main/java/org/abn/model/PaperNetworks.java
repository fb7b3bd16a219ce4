package org.abn.model;

import java.util.ArrayList;
import java.util.List;

/** The networks in the tables of Fukui et al. 2019. */
public final class PaperNetworks {

  private static final int CIFAR_100 = 100;
  private static final int IMAGENET = 1000;

  /** Car models in the tech-report split of CompCars; the paper says 432. */
  private static final int COMPCARS = 431;

  private static final int CELEBA = 40;

  private PaperNetworks() {}

  /**
   * A network, and the data of its row.
   *
   * @param table number of the paper's table, 1 to 4
   * @param network its name
   * @param images what it is trained on
   * @param classes K, or the number of tasks
   */
  public record Row(int table, String network, InputShape images, int classes) {}

  /** Every network of the tables, in their order; of Table 2, where CIFAR-100 is, that. */
  public static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (int depth : new int[] {20, 32, 44, 56, 110}) {
      for (String kind : new String[] {"", "abn-eq1-", "abn-"}) {
        rows.add(new Row(1, kind + "resnet" + depth, InputShape.CIFAR, CIFAR_100));
      }
    }
    for (String backbone : new String[] {"wrn-28-4", "densenet-100-12", "resnext-29-8x4"}) {
      rows.add(new Row(2, backbone, InputShape.CIFAR, CIFAR_100));
      rows.add(new Row(2, "abn-" + backbone, InputShape.CIFAR, CIFAR_100));
    }
    for (String network :
        new String[] {
          "vgg16",
          "cam-vgg16",
          "vgg16-bn",
          "cam-vgg16-bn",
          "abn-vgg16-bn",
          "imagenet-resnet152",
          "cam-resnet152",
          "abn-imagenet-resnet152",
          "seresnet152",
          "abn-seresnet152"
        }) {
      rows.add(new Row(2, network, InputShape.IMAGENET, IMAGENET));
    }
    for (String network :
        new String[] {"vgg16", "abn-vgg16", "imagenet-resnet101", "abn-imagenet-resnet101"}) {
      rows.add(new Row(3, network, InputShape.COMPCARS, COMPCARS));
    }
    rows.add(new Row(4, "multitask-resnet101", InputShape.IMAGENET, CELEBA));
    rows.add(new Row(4, "abn-multitask-resnet101", InputShape.IMAGENET, CELEBA));
    return List.copyOf(rows);
  }

  /** The number of classes, or of tasks, that the paper trains a network of this kind for. */
  public static int classes(Network network) {
    if (network.kind().isMultiTask()) {
      return CELEBA;
    }
    return network.input().equals(InputShape.CIFAR) ? CIFAR_100 : IMAGENET;
  }
}
