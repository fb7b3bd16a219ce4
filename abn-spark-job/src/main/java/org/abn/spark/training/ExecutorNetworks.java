package org.abn.spark.training;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.abn.model.layer.HeavyBallUpdater;
import org.abn.model.layer.TrainingStep;
import org.abn.model.parts.Model;
import org.abn.spark.device.ComputeDevice;

/**
 * Networks that this JVM keeps between tasks, since building one takes longer than a small step.
 *
 * <p>A task borrows a network for itself alone and must set its state before it computes; so it
 * makes no difference which network it gets, among those whose arrays lie on the task's device.
 */
final class ExecutorNetworks {

  /** Those of a run are forgotten at its end. */
  private static final Map<Kind, Queue<Model>> IDLE = new ConcurrentHashMap<>();

  /**
   * What makes one network as good as another.
   *
   * @param device that its arrays lie on
   */
  private record Kind(NetworkDescription description, int device) {}

  private ExecutorNetworks() {}

  /** Runs a task on a network of a description that nothing else uses meanwhile. */
  static <T> T with(NetworkDescription description, Function<Model, T> task) {
    var kind = new Kind(description, ComputeDevice.current());
    Queue<Model> idle = IDLE.computeIfAbsent(kind, key -> new ConcurrentLinkedQueue<>());
    Model network = idle.poll();
    if (network == null) {
      network = build(description);
    }
    T result = task.apply(network);
    // Not in a finally block: a network whose task failed is not used again.
    idle.add(network);
    return result;
  }

  /**
   * Lets go of those that are idle and of the memory of their steps, and has them collected: their
   * arrays lie outside of the heap, and the next network would be laid out beside them before the
   * heap is full.
   */
  static void forget() {
    IDLE.clear();
    TrainingStep.releaseMemory();
    System.gc();
  }

  private static Model build(NetworkDescription description) {
    Model network = description.newModel();
    HeavyBallUpdater.install(network.graph());
    return network;
  }
}
