package org.abn.spark.action;

import java.io.Serializable;
import java.time.Instant;
import org.apache.spark.util.SignalUtils;
import scala.Function0;

/** SIGTERM, or the end of the time that there is: training answers at the end of its round. */
final class Termination implements AutoCloseable {

  private final Instant deadline;
  private volatile boolean awaited = true;
  private volatile boolean requested;

  /** Awaits the signal from now on. A second one ends the process at once. */
  Termination() {
    this(Instant.MAX);
  }

  /** As {@link #Termination()}, and there is time until then. */
  Termination(Instant deadline) {
    this.deadline = deadline;
    Function0<Object> answer = (Function0<Object> & Serializable) this::isAnswered;
    SignalUtils.register("TERM", "cannot await SIGTERM", false, answer);
  }

  private Object isAnswered() {
    boolean first = awaited && !requested;
    requested = requested || awaited;
    return first;
  }

  /** Whether to stop now. */
  boolean isDue() {
    return requested || !Instant.now().isBefore(deadline);
  }

  /** Whether there was a signal. */
  boolean isRequested() {
    return requested;
  }

  /** Leaves the signal to others. */
  @Override
  public void close() {
    awaited = false;
  }
}
