package org.abn.spark.action;

import java.io.Serializable;
import org.apache.spark.util.SignalUtils;
import scala.Function0;

/** SIGTERM, which training answers at the end of its round. */
final class Termination implements AutoCloseable {

  private volatile boolean awaited = true;
  private volatile boolean requested;

  /** Awaits the signal from now on. A second one ends the process at once. */
  Termination() {
    Function0<Object> answer = (Function0<Object> & Serializable) this::isAnswered;
    SignalUtils.register("TERM", "cannot await SIGTERM", false, answer);
  }

  private Object isAnswered() {
    boolean first = awaited && !requested;
    requested = requested || awaited;
    return first;
  }

  boolean isRequested() {
    return requested;
  }

  /** Leaves the signal to others. */
  @Override
  public void close() {
    awaited = false;
  }
}
