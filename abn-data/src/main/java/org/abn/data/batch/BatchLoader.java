package org.abn.data.batch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.abn.data.InvalidDataException;
import org.abn.data.augment.Preprocessing;
import org.abn.data.record.ImageRecord;
import org.abn.data.shard.Manifest;
import org.abn.data.shard.ShardReader;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reads, decodes, augments and normalises the mini-batches of a plan. A batch is the same whenever
 * and in whatever order it is asked for. For any number of threads, which share the cache.
 */
public final class BatchLoader {
  /** Holds a window of a plan's blocks of 1 MiB, and those of the next as they come. */
  public static final long CACHE_BYTES = 80L << 20;

  private final Manifest manifest;
  private final BlockCache cache;
  private final InputImages images;
  private final Targets targets;
  private final DecodingThreads decoding;

  /**
   * Creates a loader that keeps {@link #CACHE_BYTES} of blocks, and decodes on the thread that
   * asks.
   *
   * @param reader of the shards
   * @param preprocessing what is done to every image
   * @throws InvalidDataException if the normalisation has another number of channels
   */
  public BatchLoader(ShardReader reader, Preprocessing preprocessing) {
    this(reader, preprocessing, CACHE_BYTES, 1);
  }

  /**
   * Creates a loader.
   *
   * @param reader of the shards
   * @param preprocessing what is done to every image
   * @param cacheBytes how many bytes of blocks to keep
   * @param threads that decode the images of a batch, at least 1
   * @throws InvalidDataException if the normalisation has another number of channels
   */
  public BatchLoader(
      ShardReader reader, Preprocessing preprocessing, long cacheBytes, int threads) {
    manifest = reader.manifest();
    manifest.requireChannelsOf(preprocessing.normalisation());
    cache = new BlockCache(reader, cacheBytes);
    images = new InputImages(preprocessing);
    targets = new Targets(manifest.labels());
    decoding = new DecodingThreads(threads);
  }

  /**
   * Loads a mini-batch.
   *
   * @param plan which records are in it; its seed and epoch decide the augmentation
   * @param worker from 0
   * @param index of the batch, from 0
   * @return the batch, to be closed by the caller or left to the garbage collector
   * @throws InvalidDataException if a shard is missing or damaged, or an image cannot be decoded
   * @throws IndexOutOfBoundsException if there is no such worker or batch
   * @throws IOException if the file system fails
   */
  public MiniBatch load(EpochPlan plan, int worker, int index) throws IOException {
    List<RecordPosition> positions = plan.batch(worker, index);
    List<ImageRecord> records = records(plan, worker, index);
    int[] classes =
        targets.isOneHot() ? records.stream().mapToInt(targets::label).toArray() : new int[0];
    List<String> ids = records.stream().map(ImageRecord::id).toList();
    return new MiniBatch(images(plan, positions, records), labels(records), classes, ids);
  }

  /**
   * Reads the records of a mini-batch, and decodes none of their images.
   *
   * @param plan which records are in it
   * @param worker from 0
   * @param index of the batch, from 0
   * @return in the order of the batch
   * @throws InvalidDataException if a shard is missing or damaged
   * @throws IndexOutOfBoundsException if there is no such worker or batch
   * @throws IOException if the file system fails
   */
  public List<ImageRecord> records(EpochPlan plan, int worker, int index) throws IOException {
    List<ImageRecord> records = new ArrayList<>();
    for (RecordPosition position : plan.batch(worker, index)) {
      records.add(record(position));
    }
    return records;
  }

  private ImageRecord record(RecordPosition position) throws IOException {
    ImageRecord record = cache.record(position);
    try {
      record.requireShape(manifest.image());
    } catch (InvalidDataException e) {
      throw e.in(file(position));
    }
    return record;
  }

  private INDArray images(
      EpochPlan plan, List<RecordPosition> positions, List<ImageRecord> records) {
    BatchArray batch = BatchArray.of(images.size(), images.channels(), records.size());
    decoding.forEach(
        records.size(),
        i -> {
          try {
            images.write(records.get(i), plan.seed(), plan.epoch(), batch.image(i));
          } catch (InvalidDataException e) {
            throw e.in(place(positions.get(i), records.get(i)));
          }
        });
    return batch.filled();
  }

  private String place(RecordPosition position, ImageRecord record) {
    return file(position) + ": record " + record.id();
  }

  private String file(RecordPosition position) {
    return manifest.shards().get(position.shard()).file();
  }

  @SuppressWarnings("try") // the scope does its work by being open
  private INDArray labels(List<ImageRecord> records) {
    float[] rows = new float[Math.multiplyExact(records.size(), targets.width())];
    for (int i = 0; i < records.size(); i++) {
      targets.write(records.get(i), rows, i * targets.width());
    }
    // A workspace of the caller's would take the array back while a trainer still uses it.
    try (MemoryWorkspace none = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      return Nd4j.create(rows, new long[] {records.size(), targets.width()}, 'c');
    }
  }
}
