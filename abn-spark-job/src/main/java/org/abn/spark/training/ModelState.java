package org.abn.spark.training;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Locale;
import org.abn.data.Checksums;
import org.abn.model.kernel.HostMemory;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * All that training moves of a network, in the order of DL4J's flat vectors.
 *
 * @param parameters trained parameters and running statistics
 * @param momentum velocity of each trained parameter
 */
public record ModelState(float[] parameters, float[] momentum) implements Serializable {

  /** A copy of a network's state. */
  public static ModelState of(ComputationGraph network) {
    return new ModelState(Floats.of(network.params()), Floats.of(momentumOf(network)));
  }

  /** Puts this state into a network of the same configuration. */
  public void into(ComputationGraph network) {
    assign(network.params(), parameters);
    assign(momentumOf(network), momentum);
  }

  /** SHA-256 of float32 values, little-endian, in hexadecimal. */
  public static String sha256(float[] values) {
    MessageDigest digest = Checksums.sha256();
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      digest.update(bytes.putFloat(0, value).array());
    }
    return Checksums.hex(digest.digest());
  }

  private static INDArray momentumOf(ComputationGraph network) {
    return network.getUpdater(true).getUpdaterStateViewArray();
  }

  private static void assign(INDArray vector, float[] values) {
    if (vector.length() != values.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the network has %d values, the state %d",
              vector.length(),
              values.length));
    }
    try (INDArray copy = HostMemory.vector(values)) {
      vector.assign(copy.reshape(vector.shape()));
    }
  }
}
