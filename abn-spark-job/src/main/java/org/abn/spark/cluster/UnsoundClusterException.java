package org.abn.spark.cluster;

/** Executors that cannot train. The message names each, and says why. */
public final class UnsoundClusterException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnsoundClusterException(String message) {
    super(message);
  }
}
