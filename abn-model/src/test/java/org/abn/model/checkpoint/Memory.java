package org.abn.model.checkpoint;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.function.Executable;

/** Measures what code takes from the heap, whether it keeps it or not. */
public final class Memory {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Memory() {}

  /** Bytes of all objects that the code creates on this thread. */
  public static long takenBy(Executable code) throws Throwable {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    code.execute();
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
