package org.abn.model.layer;

import org.deeplearning4j.nn.graph.vertex.GraphVertex;

/** Is told how long the parts of a {@link TrainingStep} take. */
@FunctionalInterface
public interface StepObserver {

  /** Hears nothing. */
  StepObserver NONE = (part, vertex, nanoseconds) -> {};

  /** What was done at a vertex. */
  enum Part {
    /** Its forward pass. */
    FORWARD,
    /** Its backward pass. */
    BACKWARD,
    /** Its output was computed again for a backward pass. */
    AGAIN,
    /** A gradient was added to others of its output. */
    SUM
  }

  /** A part is done. */
  void took(Part part, GraphVertex vertex, long nanoseconds);
}
