package org.abn.spark.training;

import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** The OpenMP threads that native operations of the calling task take. */
final class NativeThreads {

  private NativeThreads() {}

  /**
   * Sets them for the calling thread, whatever OMP_NUM_THREADS says. The number is a setting of the
   * run and not what an executor happens to have, because sums over threads differ in their last
   * bits.
   */
  static void use(int threads) {
    // The holder is empty until ND4J has found its backend.
    Nd4j.getBackend();
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
  }
}
