package org.abn.spark.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import org.abn.model.layer.StepObserver;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;

/** Adds up what the parts of one training step take, by kind of layer. */
final class StepProfile implements StepObserver {

  private static final String GRADIENT_SUMS = "sums of gradients";
  private final Map<String, Cost> costs = new LinkedHashMap<>();

  /** Seconds of a kind of layer in one step. */
  record Cost(double forward, double backward) {
    static final Cost NONE = new Cost(0, 0);

    Cost plus(Cost other) {
      return new Cost(forward + other.forward, backward + other.backward);
    }
  }

  /** By kind of layer. */
  Map<String, Cost> costs() {
    return costs;
  }

  @Override
  public void took(Part part, GraphVertex vertex, long nanoseconds) {
    double seconds = nanoseconds / 1e9;
    switch (part) {
      case FORWARD -> add(kind(vertex), new Cost(seconds, 0));
      case BACKWARD -> add(kind(vertex), new Cost(0, seconds));
      case AGAIN -> add(kind(vertex) + " again", new Cost(0, seconds));
      case SUM -> add(GRADIENT_SUMS, new Cost(0, seconds));
    }
  }

  private void add(String kind, Cost cost) {
    costs.merge(kind, cost, Cost::plus);
  }

  /** The configured class: {@code Convolution}, {@code Add}. */
  private static String kind(GraphVertex vertex) {
    if (vertex.hasLayer()) {
      return vertex.getLayer().conf().getLayer().getClass().getSimpleName();
    }
    Class<?> enclosing = vertex.getClass().getEnclosingClass();
    return (enclosing == null ? vertex.getClass() : enclosing).getSimpleName();
  }
}
