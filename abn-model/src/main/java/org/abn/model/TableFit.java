package org.abn.model;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;
import org.abn.model.Network.Kind;
import org.abn.model.NetworkNames.Named;

/**
 * Whether the table that a network is built from is for images of a size.
 *
 * <p>Names of CIFAR's and ImageNet's ResNets differ by their depth alone ({@code resnet20}, {@code
 * resnet18}) or not at all ({@code resnet50}), and a network of the wrong table trains as well,
 * only badly: CIFAR's is 16 channels wide and works at a quarter of the resolution, ImageNet's at a
 * thirty-second.
 */
public final class TableFit {

  /** Tables for 32x32 are commonly used up to STL-10's 96x96. */
  private static final int MOST_FOR_CIFAR = 96;

  /** Where half of this is left, the last stage of a table for 224x224 sees a single position. */
  private static final int LEAST_FOR_IMAGENET = 64;

  private static final int[] IMAGENET_DEPTHS = {18, 34, 50, 101, 152};

  private TableFit() {}

  /**
   * Says what is wrong with training a network on images of a size.
   *
   * @return what its table is for, and which network was probably meant; empty where they fit
   */
  public static Optional<String> misfit(Network network, InputShape images) {
    return NetworkNames.find(network.name())
        .filter(named -> !fits(named.family(), images))
        .map(
            named ->
                "%s is built from a table for images of about %s, and these are %s: %s"
                    .formatted(
                        network.name(), size(named.family().input()), size(images), advice(named)));
  }

  private static boolean fits(Family family, InputShape images) {
    int side = Math.min(images.height(), images.width());
    if (family.input().equals(InputShape.CIFAR)) {
      return side <= MOST_FOR_CIFAR;
    }
    // The other families for ImageNet have no counterpart that could have been meant.
    return family != Family.IMAGENET_RESNET || side >= LEAST_FOR_IMAGENET;
  }

  private static String advice(Named named) {
    return meant(named)
        .map(name -> name + " was probably meant")
        .orElse("no network of its kind is for such images");
  }

  /** The member of the other family of ResNets that is nearest in depth. */
  private static Optional<String> meant(Named named) {
    String prefix = named.kind().prefix();
    if (named.family() == Family.RESNET) {
      int depth = nearest(named.numbers()[0], IntStream.of(IMAGENET_DEPTHS));
      return Optional.of(prefix + "imagenet-resnet" + depth);
    }
    if (named.family() == Family.IMAGENET_RESNET && named.kind() != Kind.CLASS_ACTIVATION_MAP) {
      int depth = nearest(named.numbers()[0], IntStream.iterate(8, d -> d + 6).limit(200));
      return Optional.of(prefix + "resnet" + depth);
    }
    return Optional.empty();
  }

  private static int nearest(int depth, IntStream depths) {
    return depths.boxed().min(Comparator.comparingInt(d -> Math.abs(d - depth))).orElseThrow();
  }

  private static String size(InputShape images) {
    return images.height() + "x" + images.width();
  }
}
