package org.abn.spark.action;

import org.apache.spark.api.java.JavaSparkContext;

/** A context that is started when there is work for it, if ever. For one thread. */
final class ContextOnDemand implements AutoCloseable {
  private final String command;
  private JavaSparkContext context;

  ContextOnDemand(String command) {
    this.command = command;
  }

  JavaSparkContext get() {
    if (context == null) {
      context = SparkContexts.start(command);
    }
    return context;
  }

  @Override
  public void close() {
    if (context != null) {
      context.close();
    }
  }
}
