package org.abn.spark.training;

import java.io.Serializable;
import java.util.function.Function;
import org.abn.model.parts.Model;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * A network that is not trained any more, as tasks on executors have it.
 *
 * @param description of the network
 * @param state of the network
 * @param threads OpenMP threads of a task
 */
public record SharedModel(
    Broadcast<NetworkDescription> description, Broadcast<ModelState> state, int threads)
    implements Serializable, AutoCloseable {

  /**
   * Sends a model to the executors.
   *
   * @param model as it is now
   * @param threads OpenMP threads of a task, at least 1
   */
  public static SharedModel of(JavaSparkContext spark, Model model, int threads) {
    return new SharedModel(
        spark.broadcast(NetworkDescription.of(model)),
        spark.broadcast(ModelState.of(model.graph())),
        threads);
  }

  /** Runs a task's work on the network, which nothing else uses meanwhile. */
  public <T> T with(Function<Model, T> work) {
    return NativeThreads.with(threads, () -> within(work));
  }

  /** The same inside of a task that works with another network already. */
  public <T> T within(Function<Model, T> work) {
    return ExecutorNetworks.with(
        description.value(),
        network -> {
          state.value().into(network.graph());
          return work.apply(network);
        });
  }

  /** Frees what is kept, here and at executors. */
  @Override
  public void close() {
    state.destroy();
    description.destroy();
    ExecutorNetworks.forget();
  }
}
