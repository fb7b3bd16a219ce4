package org.abn.model.layer;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.abn.model.layer.ArenaWorkspaces.Held;
import org.abn.model.layer.StepObserver.Part;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Activations and gradients of one training step, each for as long as something looks at it.
 *
 * <ul>
 *   <li>An activation goes when the last vertex that takes it has computed, unless a backward pass
 *       looks at it ({@link BackwardReads}).
 *   <li>What a batch norm gives goes all the same where convolutions take it, and is computed again
 *       from its input before they look at it (Rota Bulò et al. 2018, Fig. 2b).
 *   <li>A gradient goes when its vertex has taken it back.
 * </ul>
 */
final class StepArrays {

  private static final BackwardReads EVERYTHING =
      new BackwardReads() {
        @Override
        public boolean readsInputs() {
          return true;
        }

        @Override
        public boolean readsOutput() {
          return true;
        }
      };

  private final GraphVertex[] vertices;
  private final ArenaWorkspaces memory;
  private final StepObserver observer;

  /** By vertex, what it has made in its forward pass. */
  private final Held[] held;

  /** By vertex, what it gives: its own, or what it passes on. */
  private final Activation[] activations;

  private final Map<INDArray, Gradient> gradients = new IdentityHashMap<>();

  /** What lives until the step ends, since it is not known who looks at it. */
  private final Held kept;

  /** What a vertex gives. */
  private final class Activation {
    private final GraphVertex vertex;
    private final INDArray output;

    /** Vertices that have still to take it. */
    private int uses;

    /** Whether a backward pass looks at it. */
    private boolean isReadAgain;

    /** Whether it may lie somewhere else by then. */
    private boolean mayMove = true;

    private boolean isGone;

    Activation(GraphVertex vertex, INDArray output) {
      this.vertex = vertex;
      this.output = output;
    }

    /** It goes to the vertices behind one that gives it, the first or one that passes it on. */
    void goesOn(GraphVertex giver) {
      uses += consumers(giver);
      mayMove &= giver == vertex;
      isReadAgain(reads(giver).readsOutput(), false);
      for (VertexIndices next : giver.getOutputVertices()) {
        BackwardReads reads = reads(vertices[next.getVertexIndex()]);
        isReadAgain(reads.readsInputs(), reads.takesInputsAnew());
      }
      tell(giver, output);
    }

    private void isReadAgain(boolean whether, boolean anew) {
      isReadAgain |= whether;
      mayMove &= anew || !whether;
    }

    /** One of those that take it has computed. */
    void isUsed() {
      uses--;
      Held own = held[vertex.getVertexIndex()];
      if (uses == 0 && own.has(output) && (!isReadAgain || canComeAgain())) {
        own.release(output);
        isGone = true;
      }
    }

    private boolean canComeAgain() {
      return mayMove && vertex.hasLayer() && vertex.getLayer() instanceof BatchNormRuntime;
    }

    /** Computes it again where it is gone. */
    void comeAgain() {
      if (isGone) {
        var norm = (BatchNormRuntime) vertex.getLayer();
        Held own = held[vertex.getVertexIndex()];
        tell(vertex, timed(Part.AGAIN, vertex, own, () -> norm.normaliseAgain(memory)));
        isGone = false;
      }
    }
  }

  /** The gradient of what some vertices give, until all have taken it back. */
  private static final class Gradient {
    private final Held held;
    private int uses;

    Gradient(Held held) {
      this.held = held;
    }
  }

  StepArrays(GraphVertex[] vertices, ArenaWorkspaces memory, StepObserver observer) {
    this.vertices = vertices;
    this.memory = memory;
    this.observer = observer;
    held = Stream.generate(() -> memory.new Held()).limit(vertices.length).toArray(Held[]::new);
    activations = new Activation[vertices.length];
    kept = memory.new Held();
  }

  ArenaWorkspaces memory() {
    return memory;
  }

  INDArray output(GraphVertex vertex) {
    return activations[vertex.getVertexIndex()].output;
  }

  /** Computes something at a vertex; what it makes is held. */
  private <T> T timed(Part part, GraphVertex vertex, Held made, Supplier<T> work) {
    long start = System.nanoTime();
    T result = memory.holding(made, work);
    observer.took(part, vertex, System.nanoTime() - start);
    return result;
  }

  private static BackwardReads reads(GraphVertex vertex) {
    Object computes = vertex.hasLayer() ? vertex.getLayer() : vertex;
    return computes instanceof BackwardReads known ? known : EVERYTHING;
  }

  private Stream<Activation> inputs(GraphVertex vertex) {
    return Arrays.stream(vertex.getInputVertices())
        .map(source -> activations[source.getVertexIndex()]);
  }

  private static int consumers(GraphVertex vertex) {
    VertexIndices[] next = vertex.getOutputVertices();
    return next == null ? 0 : next.length;
  }

  /** Hands a vertex's output to those that take it. */
  private void tell(GraphVertex vertex, INDArray output) {
    for (VertexIndices next : vertex.getOutputVertices()) {
      vertices[next.getVertexIndex()].setInput(next.getVertexEdgeNumber(), output, memory);
    }
  }

  /** The vertex of the input gives the images. */
  void feed(GraphVertex vertex, INDArray images) {
    give(vertex, new Activation(vertex, images));
  }

  /** Computes a vertex. */
  void forward(GraphVertex vertex) {
    Held own = held[vertex.getVertexIndex()];
    INDArray output = timed(Part.FORWARD, vertex, own, () -> vertex.doForward(true, memory));
    give(
        vertex,
        inputs(vertex)
            .filter(input -> input.output == output)
            .findAny()
            .orElseGet(() -> new Activation(vertex, output)));
    inputs(vertex).forEach(Activation::isUsed);
  }

  private void give(GraphVertex vertex, Activation activation) {
    activations[vertex.getVertexIndex()] = activation;
    activation.goesOn(vertex);
  }

  /** Takes a vertex's gradient back to its inputs. */
  void backward(GraphVertex vertex) {
    if (reads(vertex).readsInputs()) {
      inputs(vertex).forEach(Activation::comeAgain);
    }
    INDArray outer = vertex.getEpsilon();
    Held made = memory.new Held();
    INDArray[] inner =
        timed(Part.BACKWARD, vertex, made, () -> vertex.doBackward(false, memory).getSecond());
    for (int i = 0; i < inner.length; i++) {
      add(inner[i], vertices[vertex.getInputVertices()[i].getVertexIndex()], made);
    }
    made.release();
    isTakenBack(outer);
    held[vertex.getVertexIndex()].release();
  }

  private void add(INDArray gradient, GraphVertex source, Held made) {
    if (source.isInputVertex()) { // nobody asks for its gradient
      return;
    }
    if (source.getEpsilon() != null) {
      timed(Part.SUM, source, made, () -> source.getEpsilon().addi(gradient));
      return;
    }
    source.setEpsilon(gradient);
    if (made.has(gradient)) {
      gradients.put(gradient, new Gradient(made.only(gradient)));
    } else if (!gradients.containsKey(gradient)) { // it may be a view
      made.pass(kept);
      gradients.put(gradient, new Gradient(memory.new Held()));
    }
    gradients.get(gradient).uses++;
  }

  private void isTakenBack(INDArray gradient) {
    Gradient known = gradients.get(gradient);
    if (known != null) {
      known.uses--;
      if (known.uses == 0) {
        known.held.release();
        gradients.remove(gradient);
      }
    }
  }

  /** Gives back all memory that is left. */
  void release() {
    kept.release();
    gradients.values().forEach(gradient -> gradient.held.release());
    Stream.of(held).forEach(Held::release);
  }
}
