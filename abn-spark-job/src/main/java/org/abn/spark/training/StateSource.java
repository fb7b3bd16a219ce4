package org.abn.spark.training;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.abn.spark.training.SliceMean.Piece;
import org.apache.spark.SparkEnv;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.BlockResult;
import org.apache.spark.storage.RDDBlockId;
import scala.Option;
import scala.reflect.ClassTag$;

/** Where the state is that all workers start a round from. */
sealed interface StateSource extends Serializable {

  /** The state, on an executor. The same arrays for all that ask: nobody may change them. */
  ModelState read();

  /** At the driver, as it was set there. */
  record AtDriver(Broadcast<ModelState> state) implements StateSource {
    @Override
    public ModelState read() {
      return state.value();
    }
  }

  /**
   * In slices at the executors that have averaged them.
   *
   * @param run tells one run from another
   * @param rdd whose partitions they are
   * @param slices of the state
   */
  record AtExecutors(String run, int rdd, Slices slices) implements StateSource {
    @Override
    public ModelState read() {
      return LastState.of(run + "/" + rdd, () -> slices.join(slice -> part(rdd, slice).values()));
    }
  }

  /**
   * As the mean, not yet taken, of what the workers have left at their executor. Taken by whoever
   * asks first, it costs no stage of its own.
   *
   * @param run tells one run from another
   * @param rdd whose partitions are the workers' states
   * @param workers how many
   * @param whole state as one slice
   */
  record OfWorkers(String run, int rdd, int workers, Slices whole) implements StateSource {
    @Override
    public ModelState read() {
      return LastState.of(run + "/" + rdd, () -> whole.join(any -> mean()));
    }

    private float[] mean() {
      List<Piece> pieces =
          IntStream.range(0, workers)
              .mapToObj(worker -> part(rdd, worker))
              .filter(part -> part.values().length > 0)
              .map(OfWorkers::piece)
              .toList();
      return SliceMean.of(pieces);
    }

    private static Piece piece(RoundPart part) {
      WorkerReport report = part.reports().get(0);
      return new Piece(report.worker(), report.examples(), part.values());
    }
  }

  /** A partition of a round, from this executor's memory or another's. */
  private static RoundPart part(int rdd, int number) {
    var block = new RDDBlockId(rdd, number);
    Option<BlockResult> found =
        SparkEnv.get().blockManager().get(block, ClassTag$.MODULE$.apply(RoundPart.class));
    if (found.isEmpty()) {
      throw new StateLostException(block.name());
    }
    var data = found.get().data();
    RoundPart part = (RoundPart) data.next();
    while (data.hasNext()) { // at its end the block is no longer locked
      data.next();
    }
    return part;
  }
}
