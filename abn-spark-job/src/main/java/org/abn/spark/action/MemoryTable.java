package org.abn.spark.action;

import java.util.Locale;
import org.abn.data.batch.BatchLoader;
import org.abn.model.InputShape;
import org.abn.model.summary.NetworkSummary;
import org.abn.model.summary.StepMemory;
import org.abn.spark.experiment.Experiment;

/**
 * The arithmetic of an executor that runs one worker at a time.
 *
 * @param experiment what is to be trained
 * @param images what the network sees
 * @param classes or attributes
 * @param network for these images and classes
 */
record MemoryTable(Experiment experiment, InputShape images, int classes, NetworkSummary network) {

  private static final double MIB = 1L << 20;
  private static final int PREPARED = 3; // mini-batches: one is trained on, two are to come

  /** Sums are given in steps of this. */
  private static final long STEP = 256L << 20;

  /** A line a part, the sums, and the settings that follow. */
  String text() {
    StepMemory step = StepMemory.of(network, batch());
    long outside = step.bytes() + batchBytes();
    var need = new HeapNeed(step.parameters(), 1);
    return heading()
        + "\noutside the heap\n"
        + row("libraries, code, threads", StepMemory.PROCESS_BYTES, "measured")
        + row("activations", step.activationBytes(), activations(step))
        + row("parameters", step.parameterBytes(), parameters(step))
        + row("mini-batches", batchBytes(), batches())
        + row("sum", outside, "")
        + "\nheap\n"
        + row(
            "Spark and this program",
            HeapNeed.SPARK_BYTES,
            "300 that Spark reserves, and as much again")
        + row("blocks of shards", BatchLoader.CACHE_BYTES, "a worker's window")
        + row("state in exchange", HeapNeed.COPIES * need.stateBytes(), states(step))
        + row("sum", need.bytes(), "the last two by 0.6, Spark's share")
        + "\nsettings\n"
        + settings(rounded(need.bytes()), rounded(outside));
  }

  private String heading() {
    return String.format(
        Locale.ROOT,
        "%s: %s, images of %dx%d, %d %s, mini-batches of %d; an executor with one worker at a"
            + " time%n",
        experiment.name(),
        experiment.network().name(),
        images.height(),
        images.width(),
        classes,
        experiment.network().kind().isMultiTask() ? "tasks" : "classes",
        batch());
  }

  private static String row(String what, long bytes, String reason) {
    String line = String.format(Locale.ROOT, "  %-26s %,10.0f MiB   %s", what, bytes / MIB, reason);
    return line.stripTrailing() + "\n";
  }

  private static String activations(StepMemory step) {
    return String.format(
        Locale.ROOT,
        "%,d numbers an image x %d images x 4 bytes x %.2f",
        step.activations(),
        step.batch(),
        StepMemory.TIMES_ACTIVATIONS);
  }

  private static String parameters(StepMemory step) {
    return String.format(
        Locale.ROOT,
        "%,d x 4 bytes x %.1f: gradients, momentum, oneDNN's orders, evaluation",
        step.parameters(),
        StepMemory.TIMES_PARAMETERS);
  }

  private String batches() {
    return String.format(
        Locale.ROOT,
        "%d x %d images x %d x %d x %d x 4 bytes",
        PREPARED,
        batch(),
        images.height(),
        images.width(),
        images.channels());
  }

  private static String states(StepMemory step) {
    return String.format(
        Locale.ROOT,
        "%d x (parameters + momentum) of %,d x 4 bytes",
        HeapNeed.COPIES,
        step.parameters());
  }

  private static String settings(long heap, long outside) {
    return String.format(
        Locale.ROOT,
        """
          spark.executor.memory %dm
          spark.executor.memoryOverhead %dm
          spark.executor.extraJavaOptions -Dorg.bytedeco.javacpp.maxbytes=%dm
        """,
        heap >> 20,
        outside >> 20,
        outside >> 20);
  }

  private static long rounded(long bytes) {
    return (bytes + STEP - 1) / STEP * STEP;
  }

  private long batchBytes() {
    long numbers = (long) images.height() * images.width() * images.channels();
    return PREPARED * batch() * numbers * Float.BYTES;
  }

  private int batch() {
    return experiment.training().batchSize();
  }
}
