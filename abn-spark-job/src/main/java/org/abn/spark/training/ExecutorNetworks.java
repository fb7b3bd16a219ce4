package org.abn.spark.training;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.abn.model.layer.HeavyBallUpdater;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Networks that this JVM keeps between tasks, since building one takes longer than a small step.
 *
 * <p>A task borrows a network for itself alone and must set its state before it computes; so it
 * makes no difference which network it gets.
 */
final class ExecutorNetworks {

  /** By configuration (JSON). A JVM serves one run, or a few in tests. */
  private static final Map<String, Queue<ComputationGraph>> IDLE = new ConcurrentHashMap<>();

  private ExecutorNetworks() {}

  /** Runs a task on a network of a configuration that nothing else uses meanwhile. */
  static <T> T with(String configuration, Function<ComputationGraph, T> task) {
    Queue<ComputationGraph> idle =
        IDLE.computeIfAbsent(configuration, key -> new ConcurrentLinkedQueue<>());
    ComputationGraph network = idle.poll();
    if (network == null) {
      network = build(configuration);
    }
    T result = task.apply(network);
    // Not in a finally block: a network whose task failed is not used again.
    idle.add(network);
    return result;
  }

  private static ComputationGraph build(String configuration) {
    var network = new ComputationGraph(ComputationGraphConfiguration.fromJson(configuration));
    network.init();
    HeavyBallUpdater.install(network);
    return network;
  }
}
