package org.abn.spark.training;

import org.nd4j.nativeblas.NativeOpsHolder;

/** The OpenMP threads that native operations of the calling task take. */
final class NativeThreads {

  private NativeThreads() {}

  /**
   * Sets them, for as long as the thread runs tasks. The number is a setting of the run and not
   * what an executor happens to have, because sums over threads differ in their last bits.
   */
  static void use(int threads) {
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
  }
}
