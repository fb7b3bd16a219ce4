package org.abn.data.batch;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.abn.data.InvalidDataException;
import org.abn.data.SplitMix64;
import org.abn.data.record.Split;
import org.abn.data.shard.Manifest;

/**
 * Which record is in which mini-batch of an epoch: a pure function of its arguments, with every
 * record exactly once. The order depends on manifest, seed and epoch alone; how many executors
 * there are, and which batch is asked for first, changes nothing.
 *
 * <p>The blocks are permuted and taken in windows of {@value #WINDOW_BLOCKS}; the records of a
 * window are shuffled. A reader that keeps a window in memory reads every block once. Records that
 * neighbour in the dataset are N / 3 apart on average and share a mini-batch as rarely as in a full
 * shuffle, because shards are shuffled when they are made; those of one block stay in one window,
 * and share a mini-batch in one epoch out of (records of a window) / (batch size). The N records in
 * this order are cut into W segments, worker w taking N w / W up to N (w + 1) / W; a segment is cut
 * into batches, of which the last may be smaller. Four bytes a record.
 */
public final class EpochPlan {
  static final int WINDOW_BLOCKS = 64;

  private final BlockTable table;
  private final int[] order;
  private final long seed;
  private final int epoch;
  private final int workers;
  private final int batchSize;

  private EpochPlan(
      BlockTable table, int[] order, long seed, int epoch, int workers, int batchSize) {
    if (workers < 1 || batchSize < 1) {
      throw InvalidDataException.of(
          "workers is %d and batch size %d, both must be at least 1", workers, batchSize);
    }
    this.table = table;
    this.order = order;
    this.seed = seed;
    this.epoch = epoch;
    this.workers = workers;
    this.batchSize = batchSize;
  }

  /**
   * An epoch of training.
   *
   * @param manifest the shards
   * @param selection which of their training records
   * @param seed of the run
   * @param epoch from 0
   * @param workers logical workers, at least 1
   * @param batchSize examples a mini-batch, at least 1
   * @return the plan
   * @throws InvalidDataException if there is no such record or a number is below its least
   */
  public static EpochPlan training(
      Manifest manifest, Selection selection, long seed, int epoch, int workers, int batchSize) {
    BlockTable table = table(manifest, Split.TRAIN);
    int[] order =
        shuffle(
            table,
            selection.training(table.records()),
            SplitMix64.keyed("epoch-order", seed, epoch));
    return new EpochPlan(table, order, seed, epoch, workers, batchSize);
  }

  /**
   * The training records that are held out, in the order of the shards; seed and epoch are 0.
   *
   * @param manifest the shards
   * @param selection which of their training records
   * @param workers parts that are evaluated one by one, at least 1
   * @param batchSize examples a mini-batch, at least 1
   * @return the plan
   * @throws InvalidDataException if there is no training record or a number is below its least
   */
  public static EpochPlan validation(
      Manifest manifest, Selection selection, int workers, int batchSize) {
    BlockTable table = table(manifest, Split.TRAIN);
    return new EpochPlan(table, selection.validation(table.records()), 0, 0, workers, batchSize);
  }

  /**
   * The test records in the order of the shards; seed and epoch are 0.
   *
   * @param manifest the shards
   * @param selection which of their test records
   * @param workers parts that are evaluated one by one, at least 1
   * @param batchSize examples a mini-batch, at least 1
   * @return the plan
   * @throws InvalidDataException if there is no such record or a number is below its least
   */
  public static EpochPlan test(Manifest manifest, Selection selection, int workers, int batchSize) {
    BlockTable table = table(manifest, Split.TEST);
    return new EpochPlan(table, selection.test(table.records()), 0, 0, workers, batchSize);
  }

  /**
   * The seed.
   *
   * @return what order and augmentation depend on
   */
  public long seed() {
    return seed;
  }

  /**
   * The epoch.
   *
   * @return from 0
   */
  public int epoch() {
    return epoch;
  }

  /**
   * The number of logical workers.
   *
   * @return at least 1
   */
  public int workers() {
    return workers;
  }

  /**
   * The number of records of the epoch.
   *
   * @return at least 1; of validation 0 where none is held out
   */
  public int records() {
    return order.length;
  }

  /**
   * The number of records of a worker.
   *
   * @param worker from 0
   * @return 0 where there are more workers than records
   */
  public int records(int worker) {
    return segment(worker + 1) - segment(worker);
  }

  /**
   * The number of mini-batches of a worker.
   *
   * @param worker from 0
   * @return 0 where there are more workers than records
   */
  public int batches(int worker) {
    return (int) (((long) records(worker) + batchSize - 1) / batchSize);
  }

  /**
   * The records of a mini-batch.
   *
   * @param worker from 0
   * @param index of the batch, from 0
   * @return where its records are: batch size many, or fewer in the last batch
   * @throws IndexOutOfBoundsException if there is no such worker or batch
   */
  public List<RecordPosition> batch(int worker, int index) {
    if (index < 0 || index >= batches(worker)) {
      throw new IndexOutOfBoundsException(
          "batch " + index + " of the " + batches(worker) + " of worker " + worker);
    }
    int from = segment(worker) + index * batchSize;
    int to = (int) Math.min((long) from + batchSize, segment(worker + 1));
    return Arrays.stream(order, from, to).mapToObj(table::position).toList();
  }

  /** Where a worker's records begin; beyond the last worker, where they end. */
  private int segment(int worker) {
    if (worker < 0 || worker > workers) {
      throw new IndexOutOfBoundsException("worker " + worker + " of " + workers);
    }
    return (int) ((long) order.length * worker / workers);
  }

  private static BlockTable table(Manifest manifest, Split split) {
    BlockTable table = BlockTable.of(manifest, split);
    if (table.records() == 0) {
      throw InvalidDataException.of("%s: the shards hold no %s record", manifest.dataset(), split);
    }
    return table;
  }

  /** The records before a number, in the order of an epoch. */
  private static int[] shuffle(BlockTable table, int records, SplitMix64 random) {
    int[] blocks = IntStream.range(0, table.blocksBefore(records)).toArray();
    random.shuffle(blocks, 0, blocks.length);
    int[] order = new int[records];
    int end = 0;
    for (int window = 0; window < blocks.length; window += WINDOW_BLOCKS) {
      int start = end;
      for (int i = window; i < Math.min(window + WINDOW_BLOCKS, blocks.length); i++) {
        int past = Math.min(table.firstRecord(blocks[i] + 1), records);
        for (int record = table.firstRecord(blocks[i]); record < past; record++) {
          order[end++] = record;
        }
      }
      random.shuffle(order, start, end);
    }
    return order;
  }
}
