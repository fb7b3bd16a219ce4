package org.abn.model.kernel;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What the layers compute by. The system property {@code abn.kernels} chooses it by its {@link
 * #label}; unset, it is oneDNN on a CPU, and on a GPU what alone cuDNN computes both directions of.
 */
public enum Kernels {
  /** oneDNN's own API where it serves, which is FLOAT on a CPU; else ND4J's, channel-last. */
  ONEDNN(Layout.CHANNEL_LAST),
  /** ND4J's operations on channel-last maps. */
  ND4J(Layout.CHANNEL_LAST),
  /**
   * ND4J's operations on channel-first maps, a GPU's way: its {@code conv2d_bp} asks cuDNN in no
   * other layout. A CPU computes the same numbers by it, slowly.
   */
  ND4J_NCHW(Layout.CHANNEL_FIRST);

  /** The system property. */
  public static final String PROPERTY = "abn.kernels";

  /** Read once, since a network's layers must agree. */
  private static volatile Kernels here;

  private final Layout maps;

  Kernels(Layout maps) {
    this.maps = maps;
  }

  /**
   * This JVM's.
   *
   * @throws IllegalArgumentException where the property names none, or one that this backend lacks
   */
  public static Kernels here() {
    if (here == null) {
      here = of(System.getProperty(PROPERTY), Nd4j.getExecutioner().type());
    }
    return here;
  }

  /** Such as {@code nd4j-nchw}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Of the maps that ND4J's operations make. */
  Layout maps() {
    return maps;
  }

  /**
   * What the property's value stands for on a backend.
   *
   * @param label null or empty where it is not set
   */
  static Kernels of(String label, ExecutionerType backend) {
    boolean cpu = backend == ExecutionerType.NATIVE_CPU;
    if (label == null || label.isEmpty()) {
      return cpu ? ONEDNN : ND4J_NCHW;
    }
    return Stream.of(values())
        .filter(kernels -> kernels.label().equals(label) && (cpu || kernels != ONEDNN))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(refusal(label, cpu)));
  }

  private static String refusal(String label, boolean cpu) {
    String known =
        Stream.of(values())
            .filter(kernels -> cpu || kernels != ONEDNN)
            .map(Kernels::label)
            .collect(Collectors.joining(", "));
    return "-D%s must be one of %s on a %s, cannot be: %s"
        .formatted(PROPERTY, known, cpu ? "CPU" : "GPU", label);
  }
}
