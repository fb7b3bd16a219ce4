package org.abn.model.summary;

import org.abn.model.summary.LayerSummary.Parameters;

/**
 * The native memory of a process that trains a network on one mini-batch at a time, reckoned from
 * its layers.
 *
 * <p>What a layer needs beside its output, how long gradients live and in which orders oneDNN keeps
 * weights is not in a network's description: three measured factors stand for it. They were
 * measured while a step kept every activation, by the networks in {@code StepMemoryTest}; since
 * activations go when nothing looks at them, single-task networks need half to three quarters of
 * what is reckoned.
 *
 * @param activations numbers that an image leaves in the layers, concatenations twice
 * @param parameters numbers in the network, running statistics too
 * @param batch images in a mini-batch
 */
public record StepMemory(long activations, long parameters, int batch) {
  /**
   * Native libraries, compiled code, threads and a small heap: a process before it has a network.
   */
  public static final long PROCESS_BYTES = 410L << 20;

  /** Outputs, and as much of their gradients and of scratch memory as there is at one time. */
  public static final double TIMES_ACTIVATIONS = 1.35;

  /**
   * Parameters, gradients, momentum, what an update is made of, the orders that oneDNN wants of
   * them, and the copies by which a network is evaluated.
   */
  public static final double TIMES_PARAMETERS = 7.5;

  /** Its gradient is cut into those of what was put together. */
  private static final String CONCATENATION = "concatenation";

  /**
   * Of a network.
   *
   * @param batch images in a mini-batch, at least 1
   */
  public static StepMemory of(NetworkSummary network, int batch) {
    Parameters parameters = network.parameters();
    return new StepMemory(
        network.layers().stream().mapToLong(StepMemory::numbers).sum(),
        parameters.trained() + parameters.statistics(),
        batch);
  }

  private static long numbers(LayerSummary layer) {
    long output = layer.outputShape().stream().reduce(1L, Math::multiplyExact) * layer.atOnce();
    return layer.description().startsWith(CONCATENATION) ? 2 * output : output;
  }

  /** Bytes of a mini-batch's activations, and of what computes them. */
  public long activationBytes() {
    return Math.round(TIMES_ACTIVATIONS * Float.BYTES * activations * batch);
  }

  /** Bytes of the parameters, and of what goes with them. */
  public long parameterBytes() {
    return Math.round(TIMES_PARAMETERS * Float.BYTES * parameters);
  }

  /** Bytes of the whole process. */
  public long bytes() {
    return PROCESS_BYTES + activationBytes() + parameterBytes();
  }
}
