package org.abn.spark.training;

import java.util.function.Supplier;

/** The state that this JVM has put together last, for all of its workers of a round. */
final class LastState {

  private static String name = "";
  private static ModelState state;

  private LastState() {}

  /** The state of a name, put together once. */
  static synchronized ModelState of(String wanted, Supplier<ModelState> source) {
    if (!name.equals(wanted)) {
      forget(); // before there are two
      state = source.get();
      name = wanted;
    }
    return state;
  }

  /** Frees it. */
  static synchronized void forget() {
    name = "";
    state = null;
  }
}
