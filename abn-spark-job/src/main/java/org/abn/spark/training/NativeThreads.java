package org.abn.spark.training;

import java.util.concurrent.atomic.AtomicBoolean;
import org.abn.model.kernel.ComputePath;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The OpenMP threads that native operations of the calling task take. */
public final class NativeThreads {

  private static final Logger LOG = LoggerFactory.getLogger(NativeThreads.class);
  private static final AtomicBoolean TOLD = new AtomicBoolean();

  private NativeThreads() {}

  /**
   * Sets them for the calling thread, whatever OMP_NUM_THREADS says, and says once in each JVM what
   * computes. The number is a setting of the run and not what an executor happens to have, because
   * sums over threads differ in their last bits.
   *
   * @param threads at least 1
   */
  public static void use(int threads) {
    // The holder is empty until ND4J has found its backend.
    Nd4j.getBackend();
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
    if (TOLD.compareAndSet(false, true)) {
      tell(threads);
    }
  }

  private static void tell(int threads) {
    ComputePath path = ComputePath.here();
    LOG.info("{}", path.line(threads));
    path.warning().ifPresent(reason -> LOG.warn("training will be slow: {}", reason));
  }
}
