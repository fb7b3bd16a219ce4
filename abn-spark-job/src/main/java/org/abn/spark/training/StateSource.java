package org.abn.spark.training;

import java.io.Serializable;
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
      return LastState.of(run + "/" + rdd, () -> slices.join(this::slice));
    }

    /** From this executor's memory, or another's. */
    private float[] slice(int number) {
      var block = new RDDBlockId(rdd, number);
      Option<BlockResult> found =
          SparkEnv.get().blockManager().get(block, ClassTag$.MODULE$.apply(RoundPart.class));
      if (found.isEmpty()) {
        throw new StateLostException(block.name());
      }
      var data = found.get().data();
      float[] values = ((RoundPart) data.next()).values();
      while (data.hasNext()) { // at its end the block is no longer locked
        data.next();
      }
      return values;
    }
  }
}
